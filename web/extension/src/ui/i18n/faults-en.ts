import { faultsCardEn } from './faults-card-en.js';
import { faultsCredentialEn } from './faults-credential-en.js';
import { faultsRequestEn } from './faults-request-en.js';
import { faultsVaultEn } from './faults-vault-en.js';

/** Every error of the chain: what happened, and what to do. `class.*` is for a code that is not here. */
export const faultsEn = {
  ...faultsVaultEn,
  ...faultsCardEn,
  ...faultsCredentialEn,
  ...faultsRequestEn,
  'class.retry': { what: 'That did not work just now.', next: 'Try again in a moment.' },
  'class.person': {
    what: 'That did not work.',
    next: 'Something has to be put right first; the code below says what.',
  },
  'class.ours': {
    what: 'Something went wrong inside Hailstone.',
    next: 'Your data is safe. Please report the code below.',
  },
  'class.hostile': {
    what: 'What came in breaks the rules of its format.',
    next: 'It was not used. If it should be right, tell those who made it.',
  },

  'wallet.superseded': {
    what: 'Another program has changed what opens this vault, so it was locked here.',
    next: 'Unlock it again.',
  },
  'wallet.locked': { what: 'The vault is locked.', next: 'Unlock it and try again.' },
  'wallet.vault_exists': { what: 'There is a vault already.', next: 'Load this page again to unlock it.' },
  'wallet.out_of_order': { what: 'Hailstone was busy with something else.', next: 'Try again.' },
  'wallet.argument_invalid': {
    what: 'A part of Hailstone said something to another that it does not understand.',
    next: 'Nothing was changed. Load this page again; if it stays, please report it.',
  },
  'wallet.no_entropy': {
    what: 'This browser gives no random numbers.',
    next: 'Nothing was made. Use another browser.',
  },
  'wallet.partly_damaged': {
    what: 'Some of what is stored here can no longer be opened.',
    next: 'What you see is whole and can be used. Bring the rest back from a backup, if you have one.',
  },
  'wallet.no_cryptography': {
    what: 'This browser does not do the cryptography that is needed.',
    next: 'Nothing was changed. Update the browser, or use another one.',
  },

  'store.unavailable': {
    what: 'The browser’s storage cannot be reached.',
    next: 'Leave private browsing, or restart the browser.',
  },
  'store.full': { what: 'The browser’s storage is full.', next: 'Make room on the disk. Nothing was lost.' },
  'store.damaged': {
    what: 'The browser’s storage is damaged.',
    next: 'Restore the vault from a copy, if you have one.',
  },
  'store.conflict': {
    what: 'The vault was changed in another place at the same time.',
    next: 'Try again; nothing was lost.',
  },

  'release.incomplete': {
    what: 'Something that the site needs is missing.',
    next: 'Tick what is needed, or refuse.',
  },
  'release.nothing_matches': {
    what: 'Your vault has nothing that answers this request.',
    next: 'Close the window; nothing was sent.',
  },
  'release.signature_wrong': {
    what: 'What the card signed is not by the key that the credential is bound to. Nothing was sent.',
    next: 'Use the card that had the key when you gave it to the issuer, or leave the credential out.',
  },
  'release.card_needed': {
    what: 'A credential is bound to a key on a card, which has not signed. Nothing was sent.',
    next: 'Share again, with the card in a reader, or leave the credential out.',
  },
  'release.choice_unknown': { what: 'This choice is no longer there.', next: 'Choose again.' },
  'release.ended': { what: 'This request is over.', next: 'Start again on the site.' },

  'bridge.absent': {
    what: 'The Hailstone program is not installed on this computer.',
    next: 'Install it and run “hailstone browser install”. Cards need it; a passphrase does not.',
  },
  'bridge.forbidden': {
    what: 'The Hailstone program on this computer does not know this extension.',
    next: 'Run “hailstone browser install” again.',
  },
  'bridge.caller_refused': {
    what: 'The Hailstone program on this computer does not know this extension.',
    next: 'Run “hailstone browser install” again; for an extension of your own, with its id.',
  },
  'bridge.not_started': {
    what: 'The Hailstone program could not be started.',
    next: 'Run “hailstone browser install” again, where the program is now.',
  },
  'bridge.stopped': {
    what: 'The Hailstone program stopped in the middle.',
    next: 'Try again; if it goes on, install it anew.',
  },
  'bridge.silent': {
    what: 'The Hailstone program does not answer.',
    next: 'Try again; if it goes on, restart the browser.',
  },
  'bridge.busy': { what: 'The Hailstone program has too much to do.', next: 'Try again in a moment.' },
  'bridge.too_large': {
    what: 'This is too much to write in one go.',
    next: 'Import it in several parts. Nothing was written.',
  },
  'tool.folder_open': {
    what: 'The vault’s file lies in a folder where others on this computer may write.',
    next: 'Take that right from them, then try again.',
  },
  'bridge.version': {
    what: 'The Hailstone program and this extension are of different versions.',
    next: 'Update both.',
  },
  'bridge.malformed': {
    what: 'The Hailstone program said something that makes no sense.',
    next: 'Update it; if it goes on, please report it.',
  },
  'bridge.message_invalid': {
    what: 'The Hailstone program does not understand this extension.',
    next: 'Update both.',
  },
  'bridge.prompt_absent': {
    what: 'There is no way to ask for the PIN on this computer.',
    next: 'Install pinentry.',
  },
  'bridge.prompt_failed': {
    what: 'The window that asks for the PIN did not open.',
    next: 'Check that pinentry works on this computer.',
  },

  'import.not_text': { what: 'This is not a text file.', next: 'Pick a vCard file (.vcf).' },
  'import.too_large': {
    what: 'This file is too large.',
    next: 'Save only your own contact from the address book, and pick that.',
  },
  'import.malformed': {
    what: 'This is not a vCard file, or it is damaged.',
    next: 'Save the contact from the address book again, and pick that.',
  },
  'import.empty': {
    what: 'There is nothing in this file that the vault can keep.',
    next: 'Pick a vCard file (.vcf) with a name, an address or the like.',
  },
  'import.several_people': {
    what: 'There is more than one person in this file.',
    next: 'Save only your own contact from the address book, and pick that.',
  },

  'core.stopped': {
    what: 'The core of Hailstone was stopped.',
    next: 'Try again. Nothing that was saved is lost.',
  },
  'core.unreachable': {
    what: 'The core of Hailstone did not start.',
    next: 'Try again, or restart the browser.',
  },
  'extension.restarted': { what: 'The extension was restarted.', next: 'Try again.' },
  'extension.defect': {
    what: 'Something went wrong inside Hailstone.',
    next: 'Your data is safe. Please report the code below.',
  },
} as const;
