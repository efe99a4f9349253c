/** What can be wrong with a vault and with what opens it. */
export const faultsVaultEn = {
  'vault.passphrase_wrong': {
    what: 'This passphrase does not open the vault.',
    next: 'Check for capitals and the keyboard layout, and type it again.',
  },
  'vault.passphrase_empty': { what: 'There is no passphrase yet.', next: 'Type one.' },
  'vault.card_wrong': {
    what: 'This card does not open the vault.',
    next: 'Insert the card that the vault was made with.',
  },
  'vault.local_secret_missing': {
    what: 'This card opens the vault only in the browser, or on the machine, that it was set up with.',
    next: 'Open the vault there, or in another way.',
  },
  'sheet.other_words': {
    what: 'These are not the words of the new sheet.',
    next: 'Compare the paper with what was shown. If it is not right, cancel and make another sheet.',
  },
  'vault.recovery_word_unknown': {
    what: 'One of these is no word that a recovery sheet can have.',
    next: 'Check the words, and that none was left out.',
  },
  'vault.recovery_words_count': {
    what: 'A recovery sheet has twelve words, a recovery share fifteen.',
    next: 'Enter all of them, with spaces between them.',
  },
  'vault.recovery_words_wrong': {
    what: 'These words do not belong together: one is another one, or two have changed places.',
    next: 'Compare each with the sheet, in the order of their numbers.',
  },
  'vault.recovery_wrong': {
    what: 'What is on this paper does not open the vault.',
    next: 'It is another vault’s, or was removed. Take another sheet, or a backup from before.',
  },
  'vault.witness_malformed': {
    what: 'The note of how far this vault had come is damaged.',
    next: 'Nothing was written. If you know that this copy is the newest, go on with it.',
  },
  'vault.passkey_wrong': {
    what: 'This passkey does not open the vault.',
    next: 'Take the one that was made for it, or unlock in another way.',
  },
  'vault.passkey_invalid': {
    what: 'What the browser says of the passkey cannot be.',
    next: 'Nothing was changed. Please report the code below.',
  },
  'passkey.cancelled': {
    what: 'No passkey was used: it was cancelled, took too long, or is not within reach of this browser.',
    next: 'Try again, or take another way.',
  },
  'passkey.no_prf': {
    what: 'This authenticator cannot open a vault: it does not have the PRF extension.',
    next: 'Take another one, or another way. A passkey that it has just made is of no use and can be deleted there.',
  },
  'passkey.already': {
    what: 'There is a passkey for this vault on that authenticator already.',
    next: 'Use it, or take another authenticator.',
  },
  'passkey.unavailable': {
    what: 'The browser gives Hailstone no passkeys here.',
    next: 'Take another way.',
  },
  'vault.shares_out_of_range': {
    what: 'There can be two to eight recovery shares, and two of them at least must open the vault.',
    next: 'Choose other numbers.',
  },
  'vault.share_other': {
    what: 'One share belongs to another set than the first.',
    next: 'Put it aside, and take one with the same number of set.',
  },
  'vault.share_twice': {
    what: 'One share was entered twice.',
    next: 'Take another share of the same set.',
  },
  'vault.shares_missing': {
    what: 'More recovery shares are needed.',
    next: 'Ask those who keep the others.',
  },
  'vault.rolled_back': {
    what: 'This vault is older than it was when it was opened here before: changes that were in it are missing.',
    next: 'Nothing was written. Look for the newer copy first; if it is lost, go on with this one.',
  },
  'vault.rehearsal_same': {
    what: 'A rehearsal takes another unlocker than the one that opens the vault every day.',
    next: 'Take the recovery sheet, the shares, or another unlocker.',
  },
  'vault.parked_stale': {
    what: 'The vault was locked meanwhile.',
    next: 'Unlock it again.',
  },
  'vault.agreement_invalid': {
    what: 'The card’s answer makes no sense.',
    next: 'Take the card out, put it back, and try again.',
  },
  'vault.unlocker_unknown': {
    what: 'The vault no longer knows this way to open it.',
    next: 'Load this page again and choose another.',
  },
  'vault.unlockers_full': {
    what: 'The vault has as many unlockers as it can hold.',
    next: 'Remove one that you no longer use.',
  },
  'vault.unlocker_last': {
    what: 'Nothing else opens this vault.',
    next: 'Add another way to open it first.',
  },
  'vault.kind_mismatch': {
    what: 'An entry cannot become one of another kind, and a receipt never changes.',
    next: 'Nothing was changed. Please report this; it is a mistake of ours.',
  },
  'vault.full': {
    what: 'The vault has reached a limit of its format.',
    next: 'Nothing was changed. Make a new vault and copy what you need into it.',
  },
  'vault.no_room': {
    what: 'There is not even room for what every copy of the vault has in it.',
    next: 'Nothing was written. Choose a card with more room.',
  },
  'vault.key_missing': {
    what: 'A copy on a card is opened by a key, and only a passphrase opens this vault.',
    next: 'Add the card, or a recovery sheet, to what opens the vault.',
  },
  'vault.other_vault': {
    what: 'These are not two copies of one vault.',
    next: 'Nothing was changed. Choose a copy of this vault.',
  },
  'vault.copy_newer': {
    what: 'In this copy, something that opened the vault was removed since.',
    next: 'Open the copy with one of its own ways to open.',
  },
  'vault.label_invalid': { what: 'This name cannot be used.', next: 'Choose a shorter one.' },
  'vault.tampered': {
    what: 'What is stored is not what was sealed.',
    next: 'It was not used. Restore the vault from a copy, if you have one.',
  },
  'vault.header_malformed': {
    what: 'The stored vault cannot be read.',
    next: 'Restore it from a copy, if you have one.',
  },
  'vault.backup_malformed': {
    what: 'This file is no backup of a vault, or it is damaged.',
    next: 'Nothing was changed. Choose another copy of the backup.',
  },
  'vault.version_too_new': {
    what: 'The vault was written by a newer Hailstone.',
    next: 'Update this extension.',
  },
  'vault.cost_out_of_range': {
    what: 'The stored vault asks for more work than this browser may do.',
    next: 'Update this extension, or restore the vault from a copy.',
  },
  'vault.derivation_failed': {
    what: 'There was not enough memory to unlock.',
    next: 'Close some tabs and try again.',
  },
  'vault.record_unknown': { what: 'This entry is no longer there.', next: 'Load this page again.' },
  'vault.record_too_large': { what: 'This entry is too large for the vault.', next: 'Make it shorter.' },
  'vault.changes_stale': {
    what: 'The vault was changed in another place at the same time.',
    next: 'Try again; nothing was lost.',
  },
} as const;
