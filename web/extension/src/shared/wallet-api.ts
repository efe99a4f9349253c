/**
 * The wallet module as the core host uses it. The module's generated declarations are checked against this at build
 * time by use, so this file says what we need and not what there is.
 */
import type {
  Choice,
  EndReason,
  MergeView,
  ProposalView,
  ReceiptView,
  RecordView,
  ReleaseStart,
  Unlocker,
  VaultStatus,
} from '@hailstone/protocol/views';
import type { CredentialChange, MadeCopy } from '@hailstone/protocol/wire';

/** What a card has to agree on, or to sign: text, a line for each signature; no bytes where it is asked through its channel. Memory of the module, so it is freed after reading. */
export interface ModuleCardAgreement {
  readonly card: string;
  readonly point: Uint8Array;
  free(): void;
}

/** One vault store of this browser, with or without a vault in it. Throws an `Error` with `code`, `class` and `triesLeft`. */
export interface Wallet {
  status(): VaultStatus;
  createWithPassphrase(label: string, passphrase: string): Promise<void>;
  /** With anything but a card; `secret` is what its kind takes. */
  unlock(unlockerId: string, secret: Uint8Array): Promise<void>;
  beginWithCard(purpose: string, id: string, label: string, publicKey: Uint8Array): ModuleCardAgreement;
  /** A message for the card; one byte where the PIN is wanted, which has so many tries left; nothing when it is done. */
  goOnWithCard(brought: Uint8Array): Promise<Uint8Array>;
  /** What the next card has to sign that the release waits for. */
  beginSigning(release: number): ModuleCardAgreement;
  /** As `goOnWithCard`, with 64 bytes for each signature. */
  goOnSigning(brought: Uint8Array): Uint8Array;
  enrollPasskey(
    label: string,
    credential: Uint8Array,
    relyingParty: string,
    prfSalt: Uint8Array,
    output: Uint8Array,
  ): Promise<void>;
  changeUnlockers(change: string, id: string, label: string, secret: Uint8Array): Promise<void>;
  lock(): void;
  /** The number of the root that is open. */
  openEpoch(): number | undefined;
  /** The root, sealed under the key of a session. */
  park(key: Uint8Array): Uint8Array;
  /** Unlocks with what was parked. */
  resume(key: Uint8Array, parked: Uint8Array): void;
  refresh(): Promise<void>;
  /** Takes what was seen of a vault before. */
  recall(witness: Uint8Array): void;
  /** What has been seen of the open vault, when that has changed since the last call. */
  newlySeen(): Uint8Array | undefined;
  /** Goes on with a vault that is older than what was seen of it. */
  acceptOlder(): Promise<void>;
  records(): Promise<RecordView[]>;
  /** Throws when something could not be opened when records or receipts were read last. */
  checkWhole(): void;
  insertDrafts(drafts: Uint8Array): Promise<number>;
  receipts(): Promise<ReceiptView[]>;
  /** `key` takes its name, `keep` and `remove` a record; only `keep` takes bytes. */
  changeCredentials(change: CredentialChange['change'], name: string, record: Uint8Array): Promise<void>;
  beginRelease(origin: string, protocol: string, data: string): ReleaseStart;
  /** A signed request, as {@link TrustModule.examineRequest} returned it. */
  beginExamined(origin: string, examined: string): ReleaseStart;
  /** A signed request that was refused there. */
  beginRefused(origin: string, code: string, faultClass: string): ReleaseStart;
  propose(release: number): Promise<ProposalView>;
  /**
   * `include`, `tick`, `answer` and `tick-issued`: `number` is 1 or 0; `record`: it is the slot, `option`: the option. `name` is a claim,
   * a record, a record and a claim with a space between, or the number of a set.
   */
  choose(
    release: number,
    choice: Choice['type'],
    credential: string,
    name: string,
    number: number,
  ): ProposalView;
  share(release: number): Promise<string>;
  endRelease(release: number, outcome: EndReason): Promise<void>;
  /** The vault as one sealed file. */
  backUp(): Promise<Uint8Array>;
  /** Begins to make a vault of such a file: it is locked, and stored when it is opened. */
  restore(file: Uint8Array): void;
  /** What opens such a file. */
  unlockersOf(file: Uint8Array): Unlocker[];
  /** Settles what two copies say differently. */
  settle(record: string, field: string, value: string): Promise<void>;
  free(): void;
}

/** Reaches a store in another process. Rejects with an error that has the `code` of what went wrong. */
export interface FileLine {
  header(): Promise<Uint8Array | undefined>;
  read(pages: Uint32Array): Promise<(Uint8Array | undefined)[]>;
  apply(changes: Uint8Array): Promise<void>;
}

/** The generated JavaScript of the wallet module. */
export interface WalletModule {
  default(init: { module_or_path: string | URL }): Promise<unknown>;
  readonly Wallet: { open(databaseName: string, file?: FileLine): Promise<Wallet> };
  /** Runs what follows an unlock, on nothing; tens of milliseconds. */
  warmUp(): void;
}

/** The vault that a wallet has open, opened once more; what is written is for the wallet to go on from. */
export interface ModuleBeside {
  /** Brings a backup in, opened with the vault's own keys where no unlocker is named. */
  merge(file: Uint8Array, unlockerId: string, secret: Uint8Array): Promise<MergeView>;
  /** Brings in what was found on a card, and makes another copy for it. */
  renewCopy(found: Uint8Array[], room: number): Promise<MadeCopy>;
  free(): void;
}

/** The generated JavaScript of the module of copies. */
export interface CopiesModule {
  default(init: { module_or_path: string | URL }): Promise<unknown>;
  readonly Beside: {
    open(
      databaseName: string,
      file: FileLine | null | undefined,
      key: Uint8Array,
      parked: Uint8Array,
    ): Promise<ModuleBeside>;
  };
}

/** The authorities that are trusted. */
export interface ModuleAnchors {
  /** Adds the certificate of one, PEM or DER, and returns its name. */
  add(certificate: Uint8Array): string;
  free(): void;
}

/** A credential that was verified, and the record of the key that waits for it. */
export interface ModuleExamined {
  readonly record: Uint8Array;
  readonly place: string;
  /** Whether it is there already. */
  readonly known: boolean;
  free(): void;
}

/** The generated JavaScript of the module that says who signed. */
export interface TrustModule {
  default(init: { module_or_path: string | URL }): Promise<unknown>;
  readonly Anchors: new () => ModuleAnchors;
  /** Verifies a signed request of a page; throws an `Error` with `code` and `class`. */
  examineRequest(protocol: string, origin: string, data: string, anchors: ModuleAnchors): string;
  /** Verifies a credential, by the issuer's key (a JWK) where that is not empty; `records` is JSON of the vault's. */
  examineCredential(
    token: string,
    key: string,
    label: string,
    records: string,
    anchors: ModuleAnchors,
  ): ModuleExamined;
  /** What credentials say: JSON of `HeldView[]`. */
  readCredentials(records: string): string;
}

/** What the import module found in a file, and the same as bytes for `Wallet.insertDrafts`. */
export interface ModuleDrafts {
  readonly bytes: Uint8Array;
  readonly preview: readonly ModuleDraft[];
  free(): void;
}

export interface ModuleDraft {
  readonly kind: string;
  readonly title: string;
  /** Claim names. */
  readonly fields: readonly string[];
  free(): void;
}

/** A new recovery sheet. */
export interface ModuleSheet {
  readonly words: readonly string[];
  readonly secret: Uint8Array;
  /** Its QR code: the path of the dark modules, and how many modules it is wide. */
  readonly path: string;
  readonly size: number;
  free(): void;
}

/** The generated JavaScript of the import module. */
export interface InterchangeModule {
  default(init: { module_or_path: string | URL }): Promise<unknown>;
  readVcard(text: string): ModuleDrafts;
  readonly Sheet: { make(): ModuleSheet };
  /** The sixteen bytes that the words of one sheet, or of enough shares, say. An error may have `paper` and `word`. */
  readPaper(typed: string[]): Uint8Array;
}
