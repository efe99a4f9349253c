/** Who asks, and who vouches for it. */
export const trustEn = {
  'authorities.heading': 'Who vouches for sites',
  'authorities.intro':
    'A site can sign its request. Hailstone then says whose certificate it was, if it comes from an authority that browsers trust, or from one that you add here. Add one only if you know it: it can say of any site who that is.',
  'authorities.add': 'Add the certificate of an authority (a file, PEM or DER)',
  'authorities.added': 'Added: {name}',
  'authorities.nameless': 'An authority without a name',
  'authorities.remove': 'Remove',
  'authorities.remove.name': 'Remove {name}',
  'consent.proof.address': 'Known by its address only. It has not signed its request.',
  'consent.proof.certificate':
    'It has signed its request with a certificate for {name}, from an authority that browsers trust.',
  'consent.proof.certificate-own':
    'It has signed its request with a certificate for {name}, from {authority}, which you added.',
  'consent.proof.unknown-signer':
    'An unknown signer: it calls itself “{name}”, and nobody that you trust vouches for that. Go by the address alone.',
  'consent.proof.key':
    'It has signed its request with a key of its own. That says only that it is the same as before, not who it is.',
  'consent.proof.attested': '{authority}, which you added, attests that this is {name}.',
} as const;
