/** What can be wrong with a card, its reader and the way to it. */
export const faultsCardEn = {
  'card.service_absent': {
    what: 'The smart card service of this computer does not run.',
    next: 'Install and start pcscd (on Debian: apt install pcscd).',
  },
  'card.reader_absent': {
    what: 'No card reader is connected.',
    next: 'Connect a reader, or a key that is one.',
  },
  'card.reader': {
    what: 'The reader failed.',
    next: 'Take the card out, insert it again, and try once more.',
  },
  'card.absent': { what: 'The card is not in a reader.', next: 'Insert it and try again.' },
  'card.other': {
    what: 'This is another card than the one that is wanted.',
    next: 'Insert the right card and try again.',
  },
  'card.in_use': {
    what: 'Another program is using the card.',
    next: 'Close it, or wait a moment, and try again.',
  },
  'card.removed': {
    what: 'The card was taken out too early.',
    next: 'Insert it and leave it in until this is done.',
  },
  'card.application_absent': {
    what: 'The card has no OpenPGP application.',
    next: 'Use a card that has one, or switch it on with the tool of its maker.',
  },
  'card.terminated': {
    what: 'The card was taken out while it was made new; nothing is on it any more.',
    next: 'Finish it with “hailstone card reset”, or use another card.',
  },
  'card.key_absent': {
    what: 'The card has no decryption key.',
    next: 'Make one on it with “hailstone card init”, or use another card.',
  },
  'card.key_present': {
    what: 'The card has a decryption key already; it was left alone.',
    next: 'Use the card as it is.',
  },
  'card.key_unsupported': {
    what: 'The card’s key is not of a kind that Hailstone uses.',
    next: 'Use a card with a key of Curve25519 (X25519) or NIST P-256.',
  },
  'card.key_rsa': {
    what: 'The card’s key is an RSA key. It decrypts mail, but a vault needs a key that agrees on a secret.',
    next: 'Use a card with a key of Curve25519 (X25519) or NIST P-256. The RSA key was left alone.',
  },
  'card.signature_key_absent': {
    what: 'The card has no key for signatures in the place that the credential names.',
    next: 'Use the card that had the key when you gave it to the issuer.',
  },
  'card.signature_key_unsupported': {
    what: 'The card’s key for signatures is of another kind than NIST P-256, such as RSA or Ed25519.',
    next: 'Use the card that had the key when you gave it to the issuer.',
  },
  'card.key_other': {
    what: 'The card has another key than the one that opens this vault.',
    next: 'Its key was replaced. Open the vault in another way.',
  },
  'card.pin_wrong': {
    what: 'The PIN was wrong.',
    next: 'Try again with care: a card blocks itself after a few wrong PINs.',
  },
  'card.pin_factory': {
    what: 'The card still has the PIN that it was delivered with, which everybody knows.',
    next: 'Try again and choose another when you are asked, or use “hailstone card pin change”.',
  },
  'card.pin_blocked': {
    what: 'The card’s PIN is blocked after too many wrong ones.',
    next: 'Give it a new value with “hailstone card pin unblock”, by its PUK or Admin PIN.',
  },
  'card.puk_wrong': {
    what: 'The PUK was wrong; the card does not tell how many tries are left.',
    next: 'Find the right PUK before you go on.',
  },
  'card.puk_blocked': {
    what: 'The card’s PUK, or its Admin PIN, is blocked after too many wrong ones.',
    next: 'While its PIN works, make a spare with “hailstone card spare”. “hailstone card reset” makes the card new.',
  },
  'card.pin_length': {
    what: 'A PIN of this length is not one of this card. It was not tried.',
    next: 'Try again.',
  },
  'card.management_key_wrong': {
    what: 'This is not the card’s management key.',
    next: 'Find the key that the card was set up with. A wrong one uses no try.',
  },
  'card.slots_taken': {
    what: 'Every place on the card for a key of Hailstone’s is taken; nothing was changed.',
    next: 'Use another card.',
  },
  'card.object_taken': {
    what: 'Another program keeps its data where Hailstone’s was to go; it was left alone.',
    next: 'Use another card, or delete that data with the program that wrote it.',
  },
  'card.no_place': {
    what: 'This card has no place for data, only for keys.',
    next: 'It opens the vault as before. For a copy of the data, use another card.',
  },
  'card.copy_absent': {
    what: 'There is no copy of a vault on this card.',
    next: 'Use the card that has one. One is put there from the open vault, under Safety.',
  },
  'card.copy_other': {
    what: 'There is a copy of another vault on this card; it was left alone.',
    next: 'Use another card. “hailstone card put --replace” overwrites what is on this one.',
  },
  'card.copy_newer': {
    what: 'In the copy on this card, something that opened the vault was removed since; it was left alone.',
    next: 'Save it with “hailstone card get --file FILE”, and bring that file in: “Bring in another copy”.',
  },
  'card.full': {
    what: 'The card has no room for more.',
    next: 'Delete something from it, or use a card with more room.',
  },
  'card.unknown': {
    what: 'This Hailstone card is not noted on this machine as one of yours, so your PIN is not given to it.',
    next: 'If it is yours, compare its fingerprint and note it with “hailstone card trust”.',
  },
  'card.pin_unset': {
    what: 'The security key has no PIN, so it verifies nobody.',
    next: 'Give it one in the settings of your browser, or with “hailstone unlocker add --fido2”.',
  },
  'card.pin_paused': {
    what: 'After several wrong PINs in a row the security key takes none for now.',
    next: 'Take it out, insert it again, and find the right PIN before you go on: few tries are left.',
  },
  'card.credential_absent': {
    what: 'The security key does not have the passkey that opens this vault.',
    next: 'Connect the right key, or open the vault in another way.',
  },
  'card.credential_present': {
    what: 'This security key opens this vault already; nothing was changed.',
    next: 'To add another key, connect that one.',
  },
  'card.prf_absent': {
    what: 'This security key cannot open a vault: it gives no secrets (hmac-secret), or takes no PIN.',
    next: 'Use one with FIDO2 and a PIN.',
  },
  'card.forbidden': {
    what: 'A security key is connected, but the system does not let your account use it.',
    next: 'On Linux, install libfido2 or the package of the key’s maker, and insert the key again.',
  },
  'card.ctap': {
    what: 'The security key answered something that is not expected here.',
    next: 'Please report this with the make of the key.',
  },
  'card.object_absent': { what: 'The card does not have that.', next: 'Use the card that has it.' },
  'card.pin_needed': {
    what: 'The card wants its PIN for that.',
    next: 'Try again; this is a defect of Hailstone’s if it stays.',
  },
  'card.memory': {
    what: 'The card’s memory failed, or something in it is damaged.',
    next: 'Take the card out and try again. If it stays, the card is worn out: use another way to open the vault.',
  },
  'card.channel_broken': {
    what: 'What came back is not what the card sent, or it is not the card that it says it is. Nothing was given away.',
    next: 'Connect the reader anew and try again. If it stays, do not trust this reader or this card.',
  },
  'card.pin_cancelled': { what: 'No PIN was typed.', next: 'Try again when you are ready.' },
  'card.touch_missing': {
    what: 'The card waited to be touched.',
    next: 'Try again, and touch it when it blinks.',
  },
  'card.unsupported': {
    what: 'The card wants something that Hailstone does not do.',
    next: 'Use another card; please report the make of this one.',
  },
  'card.status': {
    what: 'The card gave an answer that is not expected here.',
    next: 'Try again; if it goes on, please report the make of the card.',
  },
  'card.malformed': {
    what: 'The card’s answer makes no sense.',
    next: 'Try again; if it goes on, use another card.',
  },
} as const;
