/**
 * Every message inside the extension, typed once: relay ↔ background, screens ↔ background, background ↔ core host.
 *
 * A call is an entry of an interface that maps its type to what it takes and what it gives, so the type of a reply
 * belongs to the type of its message. Bytes are base64url: extension messages are JSON.
 */
import type { CardAgreement, CardSigning, CardTurn, CardWork } from './cards.js';
import type {
  CardApplication,
  Choice,
  EndReason,
  Fault,
  LocalizedText,
  MergeView,
  OnCardView,
  Proof,
  ProposalView,
  ReceiptView,
  RecordView,
  ReleaseStart,
  Unlocker,
  VaultStatus,
} from './views.js';

/** The names of the ports; a port is opened by the side that comes first here. */
export const PORTS = {
  /** relay → background; closing it is how a page's abort, a navigation and a closed tab look. */
  request: 'request',
  /** screen → background */
  screen: 'screen',
  /** screen → background; open for as long as the screen shows cards. What is in the readers comes as {@link ReadersFrame}. */
  cards: 'cards',
  /** core host → background (Chromium only; in Firefox both are one page) */
  core: 'core',
} as const;

/* ---- relay ↔ background ---- */

export interface RelayToBackground {
  readonly type: 'ask';
  readonly protocol: string;
  readonly data: string;
}

export type BackgroundToRelay =
  | { readonly type: 'shared'; readonly data: string }
  | { readonly type: 'denied' };

/* ---- where the vault is kept ---- */

/** In this browser's own storage, or in a file of this computer that other browsers and the tool share. */
export const PLACES = ['browser', 'file'] as const;
export type Place = (typeof PLACES)[number];

export interface PlaceView {
  readonly place: Place;
  /** Whether the program that has the file answers. */
  readonly bridge: boolean;
  /** Whether there is a vault in the other place. */
  readonly other: boolean;
}

/* ---- a backup on its way ---- */

/** A backup goes in parts of so many bytes, 768 KiB: 1 MiB of text. */
export const BACKUP_PART = 3 << 18;

/* ---- a copy on a card ---- */

/** The copy of the vault that was put on a card from this browser last. */
export interface KeptCopy {
  /** What the card is called before people. */
  readonly name: string;
  /** Seconds since 1970, UTC. */
  readonly at: number;
  /** Of which change of the vault it is. */
  readonly revision: number;
}

/* ---- what is in the readers ---- */

export interface ReaderView {
  readonly reader: string;
  readonly hasCard: boolean;
}
/** What is in the readers now; `null` where nobody can tell, until the next frame. */
export interface ReadersFrame {
  readonly readers: readonly ReaderView[] | null;
}

/* ---- calls in general ---- */

interface Call {
  readonly takes: unknown;
  readonly gives: unknown;
}
type Calls<T> = { readonly [K in keyof T]: Call };
export type Takes<C extends Calls<C>, T extends keyof C> = C[T]['takes'];
export type Gives<C extends Calls<C>, T extends keyof C> = C[T]['gives'];
/** A call that takes nothing. */
type Nothing = Readonly<Record<string, never>>;

export interface CallFrame {
  readonly id: number;
  readonly type: string;
  readonly takes: unknown;
}
export type ReplyFrame =
  | { readonly id: number; readonly gives: unknown }
  | { readonly id: number; readonly fault: Fault };
/** Sent by the answering side without being asked. */
export interface PushFrame {
  readonly push: Push;
}

/* ---- screens ↔ background ---- */

export const SCREENS = ['vault', 'consent', 'popup'] as const;
export type Screen = (typeof SCREENS)[number];

export type Language = 'en' | 'de';

/** A card in a reader, as the bridge lists it. It is not usable while it has no key that a vault can be opened with. */
export interface CardView {
  readonly reader: string;
  /** The key on it, as `openpgp:000F:A1B2C3D4`. */
  readonly card: string;
  readonly application: CardApplication;
  /** What it is called before people. */
  readonly name: string;
  readonly usable: boolean;
  readonly pinTriesLeft: number | null;
}

/**
 * What an authenticator gave: `output` is what its PRF gave for `prfSalt`, 32 bytes each (WebAuthn Level 3 §10.1.4), and as
 * secret as a passphrase.
 */
export interface NewPasskey {
  readonly label: string;
  readonly credential: string;
  readonly prfSalt: string;
  readonly output: string;
}

/**
 * What opens a vault: `secret` is base64url of what the unlocker's kind takes: a passphrase in UTF-8 (Unicode Normalization
 * Form C), the sixteen bytes that the words of a sheet or of enough shares say, or what a passkey's PRF gave.
 */
export interface Opening {
  readonly unlocker: string;
  readonly secret: string;
}

export const UNLOCKER_CHANGES = ['rename', 'remove', 'add-passphrase', 'add-recovery', 'rehearse'] as const;

/**
 * `rehearse` opens what is stored once more with this unlocker, and notes that it did. `unlocker` is empty for one that is
 * added, `label` where nothing is named, `secret` where nothing is opened or added.
 */
export interface UnlockerChange extends Opening {
  readonly change: (typeof UNLOCKER_CHANGES)[number];
  readonly label: string;
}

/** Of a record that two copies changed differently: the value of a field, or without one `keep` or `delete`. */
export interface Settling {
  readonly record: string;
  readonly field: string;
  readonly value: string;
}

/** What the consent window is to show. */
export type ConsentView =
  | {
      readonly state: 'no-vault';
      readonly origin: string;
      readonly proof: Proof;
      readonly purpose: readonly LocalizedText[];
    }
  | {
      readonly state: 'locked';
      readonly origin: string;
      readonly proof: Proof;
      readonly purpose: readonly LocalizedText[];
      readonly status: VaultStatus;
    }
  | {
      readonly state: 'proposal';
      readonly origin: string;
      /** Which of the request's proposals this is; only the newest can be shared. */
      readonly revision: number;
      readonly proposal: ProposalView;
    }
  | { readonly state: 'invalid'; readonly origin: string; readonly code: string }
  | { readonly state: 'failed'; readonly origin: string; readonly fault: Fault }
  | { readonly state: 'ended'; readonly reason: ConsentEnd };

/**
 * `interrupted`: the extension stopped in between; `unknown`: it stopped while the answer was on its way, which only the
 * window can know; `aborted`: the page, or its tab, is gone.
 */
export type ConsentEnd = 'shared' | 'refused' | 'aborted' | 'interrupted' | 'unknown';

export interface ScreenCalls {
  status: { takes: Nothing; gives: VaultStatus };
  'create-with-passphrase': { takes: { label: string; passphrase: string }; gives: null };
  'create-with-card': { takes: { label: string; card: string; language: Language }; gives: null };
  unlock: { takes: Opening; gives: null };
  'unlock-with-card': { takes: { unlocker: string; language: Language }; gives: null };
  /** The first way to open a vault that is made with it, or one more into the unlocked one. */
  'enroll-passkey': { takes: NewPasskey; gives: null };
  'change-unlockers': { takes: UnlockerChange; gives: null };
  /** One more way to open the vault: this card, once it has shown that it can. */
  'add-card': { takes: { label: string; card: string; language: Language }; gives: null };
  lock: { takes: Nothing; gives: null };
  /** Goes on with a vault that is older than it was when it was opened here before. It stays locked. */
  'accept-older': { takes: Nothing; gives: null };
  'list-cards': { takes: Nothing; gives: readonly CardView[] };
  place: { takes: Nothing; gives: PlaceView };
  /** Looks for the vault there from now on. What is in the other place stays as it is. */
  'use-place': { takes: { place: Place }; gives: null };
  records: { takes: Nothing; gives: readonly RecordView[] };
  /** Fails when something could not be opened when records or receipts were read last. */
  'check-whole': { takes: Nothing; gives: null };
  receipts: { takes: { limit: number }; gives: readonly ReceiptView[] };
  'insert-drafts': { takes: { drafts: string }; gives: number };
  /** Makes a backup, and gives its length in bytes. */
  'begin-backup': { takes: Nothing; gives: number };
  /** The part of it that begins there, base64url; each is asked for once, in order. */
  'backup-part': { takes: { at: number }; gives: string };
  /** A part of a backup that is to be restored, base64url; `at` is how many bytes went before. */
  'restore-part': { takes: { at: number; bytes: string }; gives: null };
  /** Begins to restore it: the vault is locked, and stored when it is opened. `lock` gives it up. */
  restore: { takes: Nothing; gives: null };
  /** What opens the backup that was taken in parts. */
  'backup-unlockers': { takes: Nothing; gives: readonly Unlocker[] };
  /** Brings it into the open vault; with an unlocker of its own where the vault's keys do not open it (`vault.copy_newer`). */
  merge: { takes: Opening; gives: MergeView };
  settle: { takes: Settling; gives: null };
  /** `null` where none was put on a card from this browser. */
  'card-copy': { takes: Nothing; gives: KeptCopy | null };
  /** Brings in what is on this card, and puts a copy of the vault on it. */
  'renew-card-copy': { takes: { card: string; name: string; language: Language }; gives: OnCardView };
  /** As `restore`, with what is on this card. */
  'restore-from-card': { takes: { card: string; language: Language }; gives: null };
  'change-credentials': { takes: CredentialChange; gives: null };
  'consent-state': { takes: { request: string }; gives: ConsentView };
  /** Gives the next revision, unless something else changed the proposal, too. */
  'consent-choose': { takes: { request: string; choice: Choice }; gives: ConsentView };
  /**
   * Closes the window when it succeeds; a card that has to sign does so first. Gives something else than `ended` when the person has to act first, or was shown
   * another revision than the newest.
   */
  'consent-share': { takes: { request: string; revision: number; language: Language }; gives: ConsentView };
  /** Also closes the window that asks for it. */
  'consent-end': { takes: { request: string; reason: 'refused' | 'closed' }; gives: null };
  /** Opens the vault page in a tab, or brings it to the front. */
  'open-vault': { takes: Nothing; gives: null };
  /** Says that a person is still looking, so that the browser does not stop the background for being idle. */
  'still-here': { takes: Nothing; gives: null };
}
export type ScreenCall = keyof ScreenCalls;

export type CardStep = 'pin-wanted' | 'card-working';

export type Push =
  /** Locked, unlocked, made, or its contents changed: read again. */
  | { readonly type: 'vault-changed' }
  /** The card wants its PIN in the bridge's own dialog, or is at work. */
  | { readonly type: 'card-step'; readonly step: CardStep }
  | { readonly type: 'consent-ended'; readonly request: string; readonly reason: ConsentEnd };

/* ---- background ↔ core host ---- */

/** A copy for a card, as base64url. */
export interface MadeCopy extends OnCardView {
  readonly bytes: string;
}

/**
 * `key`: a key with this name waits for the credential of an issuer; `keep`: what the module for who signed has verified, base64url, stands in the
 * place of the record with this name, or is a new one; `remove`: the record goes.
 */
export const CREDENTIAL_CHANGES = ['key', 'keep', 'remove'] as const;
export interface CredentialChange {
  readonly change: (typeof CREDENTIAL_CHANGES)[number];
  readonly name: string;
  readonly record: string;
}

export interface CoreCalls {
  status: { takes: Nothing; gives: VaultStatus };
  createWithPassphrase: { takes: { label: string; passphrase: string }; gives: null };
  unlock: { takes: Opening; gives: null };
  /** Nothing is stored or opened before the card has done its part. */
  beginWithCard: { takes: CardWork; gives: CardAgreement };
  /** Goes on with what the card agreed on, or with what came through its channel. */
  goOnWithCard: { takes: { brought: string }; gives: CardTurn };
  /** What the next card is to sign that a release waits for. */
  beginSigning: { takes: { release: number }; gives: CardSigning };
  /** Goes on with its signatures, or with what came through its channel. */
  goOnSigning: { takes: { brought: string }; gives: CardTurn };
  enrollPasskey: { takes: NewPasskey & { relyingParty: string }; gives: null };
  changeUnlockers: { takes: UnlockerChange; gives: null };
  lock: { takes: Nothing; gives: null };
  /** Another program may have written. */
  refresh: { takes: Nothing; gives: null };
  acceptOlder: { takes: Nothing; gives: null };
  /** Without opening anything for the answer. */
  isUnlocked: { takes: Nothing; gives: boolean };
  /** Locks, and looks in the place that is chosen now. */
  reopen: { takes: Nothing; gives: null };
  /** Whether there is a vault in the browser's own storage, whatever place is chosen. */
  holdsOwn: { takes: Nothing; gives: boolean };
  records: { takes: Nothing; gives: readonly RecordView[] };
  checkWhole: { takes: Nothing; gives: null };
  receipts: { takes: { limit: number }; gives: readonly ReceiptView[] };
  insertDrafts: { takes: { drafts: string }; gives: number };
  beginBackup: { takes: Nothing; gives: number };
  backupPart: { takes: { at: number }; gives: string };
  restorePart: { takes: { at: number; bytes: string }; gives: null };
  restore: { takes: Nothing; gives: null };
  backupUnlockers: { takes: Nothing; gives: readonly Unlocker[] };
  merge: { takes: Opening; gives: MergeView };
  settle: { takes: Settling; gives: null };
  /** Brings in what was found on a card, base64url, the newest first, and makes another copy of at most `room` bytes. */
  renewCopy: { takes: { found: readonly string[]; room: number }; gives: MadeCopy };
  /** Begins to restore the first of them that is one. */
  restoreCopies: { takes: { copies: readonly string[] }; gives: null };
  changeCredentials: { takes: CredentialChange; gives: null };
  beginRelease: { takes: { origin: string; protocol: string; data: string }; gives: ReleaseStart };
  propose: { takes: { release: number }; gives: ProposalView };
  choose: { takes: { release: number; choice: Choice }; gives: ProposalView };
  /** Fails with `release.card_needed` as often as a card is to sign first. */
  share: { takes: { release: number }; gives: string };
  endRelease: { takes: { release: number; outcome: EndReason }; gives: null };
  /** The background that began these releases is gone. */
  endAllReleases: { takes: Nothing; gives: null };
}
export type CoreCall = keyof CoreCalls;

/* ---- core host → background: what the core needs for that ---- */

/** As {@link CallFrame} and {@link ReplyFrame}, the other way on the same line. */
export interface AskFrame {
  readonly ask: number;
  readonly type: string;
  readonly takes: unknown;
}
export type AnswerFrame =
  | { readonly answer: number; readonly gives: unknown }
  | { readonly answer: number; readonly fault: Fault };

/** Sealed pages: `parts` are base64url of all their bytes joined, `lengths` where each ends, `null` for one that is not there. */
export interface SealedPages {
  readonly parts: readonly string[];
  readonly lengths: readonly (number | null)[];
}

export interface CoreAsks {
  place: { takes: Nothing; gives: Place };
  /** What was seen of each vault: a witness as the core wrote it, base64url. */
  seen: { takes: Nothing; gives: readonly string[] };
  /** The certificates of the authorities that the person added, base64url. */
  authorities: { takes: Nothing; gives: readonly string[] };
  /** Keeps this instead; `null` forgets what was seen. */
  keepSeen: { takes: { vault: string; witness: string | null }; gives: null };
  /**
   * The key of this session, base64url, under which the open root is parked; made where there is none, `null` while the vault is
   * being locked.
   */
  parkingKey: { takes: Nothing; gives: string | null };
  /** The same for a core that starts anew; `null` where there is none, or the vault is to be locked by now. */
  resumingKey: { takes: Nothing; gives: string | null };
  dropKey: { takes: Nothing; gives: null };
  /** The browser has closed the store that the vault was open in; it is locked now. */
  storeClosed: { takes: Nothing; gives: null };
  storeHeader: { takes: Nothing; gives: string | null };
  storeRead: { takes: { pages: readonly number[] }; gives: SealedPages };
  /** A write in parts, the last one with `storeApply`; `at` is how many bytes went before. */
  storePart: { takes: { at: number; bytes: string }; gives: null };
  storeApply: { takes: { at: number; bytes: string }; gives: null };
}
export type CoreAsk = keyof CoreAsks;
