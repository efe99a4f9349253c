/** What can be wrong with a credential. */
export const faultsCredentialEn = {
  'credential.expired': {
    what: 'The credential has expired.',
    next: 'Ask the issuer for a new one.',
  },
  'credential.not_yet_valid': {
    what: 'The credential is not valid yet.',
    next: 'Add it when it is; look at this device’s clock, too.',
  },
  'credential.signature_invalid': {
    what: 'The credential was not signed with this issuer’s key, or was changed since.',
    next: 'Check that it is complete and that the key is the issuer’s; then ask the issuer for it again.',
  },
  'credential.already_shown': {
    what: 'This was shown to somebody; an issuer hands out a credential without a holder’s signature.',
    next: 'Ask the issuer for the credential itself.',
  },
  'credential.malformed': {
    what: 'This is no credential as SD-JWT VC has them.',
    next: 'Check that it is complete: one long line with “~” in it. Only this format is read.',
  },
  'credential.issuer_key_unknown': {
    what: 'Nothing in the credential leads to a key that may be believed to be the issuer’s.',
    next: 'Get the issuer’s key from themselves, or add the certificate of their authority under “Safety”.',
  },
  'credential.issuer_key_invalid': {
    what: 'What was given as the issuer’s key is no public key for signatures.',
    next: 'Give one JWK: P-256 or Ed25519, without its private part.',
  },
  'credential.issuer_mismatch': {
    what: 'The credential says that it is from somebody else than its certificate or key.',
    next: 'Do not use it. Ask the issuer.',
  },
  'credential.key_not_ours': {
    what: 'The credential is bound to a key that this vault does not have.',
    next: 'Make a key here, and have the issuer bind the credential to it.',
  },
  'credential.type_reserved': {
    what: 'The credential has a type that is only for what people say about themselves.',
    next: 'Do not use it. Ask the issuer for one of a type of their own.',
  },
  'credential.record_damaged': {
    what: 'The record does not hold what a credential needs.',
    next: 'Remove it, and add the credential again.',
  },
} as const;
