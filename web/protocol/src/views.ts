/**
 * What the core shows: values only, as they come out of the wallet module and as the screens draw them.
 * The decision behind every one of them was made in the core.
 */

/** Who has to act on an error (see `core/src/error.rs`). */
export const FAULT_CLASSES = ['retry', 'person', 'ours', 'hostile'] as const;
export type FaultClass = (typeof FAULT_CLASSES)[number];

/** An error as it travels: a stable code, never a sentence. `triesLeft` only for a PIN or passphrase that counts. */
export interface Fault {
  readonly code: string;
  readonly class: FaultClass;
  readonly triesLeft: number | null;
  /** Which word of which paper it is about, counted from one; only said on the page where it was typed. */
  readonly typed?: { readonly paper: number; readonly word: number | null };
}

export const CARD_APPLICATIONS = ['openpgp', 'piv', 'hailstone'] as const;
export type CardApplication = (typeof CARD_APPLICATIONS)[number];

export interface Unlocker {
  readonly id: string;
  readonly kind: 'passphrase' | 'card' | 'recovery' | 'passkey' | 'shares';
  readonly label: string;
  readonly card: { readonly application: CardApplication; readonly serial: string } | null;
  /** How many recovery shares open the vault together. */
  readonly threshold: number | null;
  /** What a page asks a passkey with: its PRF's salt, 32 bytes, and the credential's identifier, base64url together. */
  readonly passkey: string | null;
  /** The origin in whose pages a passkey can be asked. */
  readonly relyingParty: string | null;
}

/** What an open vault notes of its unlockers. Times are seconds since 1970, UTC. */
export interface UnlockerNotes {
  /** The unlocker that opened it. */
  readonly openedBy: string;
  /** When each was used last, by place; `null` for one of which that is not known. */
  readonly used: readonly (number | null)[];
  /** When a restore was rehearsed last. */
  readonly rehearsed: number | null;
  /** The number of the vault's last change. */
  readonly revision: number;
  /** Whether there are changes of which this copy has only a part: the rest is in another copy. */
  readonly excerpt: boolean;
}

export type VaultStatus =
  | { readonly state: 'none' }
  | {
      readonly state: 'locked';
      /** It is a backup that becomes the vault as soon as it is opened; nothing is stored yet. */
      readonly restoring: boolean;
      readonly vaultId: string;
      readonly unlockers: readonly Unlocker[];
    }
  | {
      readonly state: 'unlocked';
      readonly vaultId: string;
      readonly unlockers: readonly Unlocker[];
      readonly notes: UnlockerNotes;
    };

export const RECORD_KINDS = ['person', 'email', 'phone', 'address'] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];
/** What issuers say about the person, which a module of its own reads. */
export const CREDENTIAL = 'credential';

export interface FieldView {
  /** The OIDC claim name, `given_name` or `address.locality`; `field-` and a number for a field of a later version. */
  readonly name: string;
  readonly value: string;
}

export interface RecordView {
  readonly id: string;
  readonly kind: RecordKind | typeof CREDENTIAL;
  readonly title: string;
  /** The person's own word for it: "work". */
  readonly label: string | null;
  readonly fields: readonly FieldView[];
  /** Fields that two copies changed differently, each with its values, the newest first. */
  readonly choices: readonly ValuesView[];
  /** One copy has deleted it, and another has changed it: it is there until the person decides. */
  readonly disputed: boolean;
}

export interface ValuesView {
  /** As {@link FieldView}'s, or `label`. */
  readonly name: string;
  readonly values: readonly string[];
}

/** What came of a copy that was brought in: how many records came and changed, and what waits for a choice. */
export interface MergeView {
  readonly came: number;
  readonly changed: number;
  readonly choices: number;
  readonly disputed: number;
}

/** What is on a card now, and what came from it. */
export interface OnCardView {
  readonly merged: MergeView;
  /** How many records, deleted ones and receipts with them. */
  readonly records: number;
  /** For how many there was no room. */
  readonly leftOut: number;
  /** How many bytes they take, sealed. */
  readonly length: number;
  /** How many more there is room for. */
  readonly left: number;
  /** Of which change of the vault it is. */
  readonly revision: number;
}

export const OUTCOMES = ['shared', 'refused', 'closed', 'nothing-matched', 'invalid', 'aborted'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** A receipt: who asked, when, how it ended, which claims. Never a value. */
export interface ReceiptView {
  readonly id: string;
  /** Seconds since 1970, UTC. */
  readonly at: number;
  readonly origin: string;
  readonly outcome: Outcome;
  readonly error: string | null;
  readonly purpose: readonly LocalizedText[];
  readonly items: readonly { readonly vct: string; readonly claims: readonly string[] }[];
  readonly subject: string | null;
  /** SHA-256 of the token, base64url. */
  readonly tokenHash: string | null;
}

/** What is known of who asks, beyond the address (`Proof` in `core/src/release/client`). */
export type Proof =
  | { readonly kind: 'address' }
  /** `authority`: one that the person added; none for one that browsers trust. */
  | { readonly kind: 'certificate'; readonly name: string; readonly authority: string | null }
  | { readonly kind: 'unknown-signer'; readonly name: string }
  | { readonly kind: 'key'; readonly did: string }
  | { readonly kind: 'attested'; readonly name: string; readonly authority: string };

/** A sentence of the site, by BCP 47 language tag (empty when the site did not say which). */
export interface LocalizedText {
  readonly language: string;
  readonly text: string;
}

/** An invalid request has an `error`, and is still to be ended, so that a receipt is written. */
export interface ReleaseStart {
  readonly release: number;
  readonly origin: string;
  readonly purpose: readonly LocalizedText[];
  readonly proof: Proof;
  readonly error: { readonly code: string; readonly class: FaultClass } | null;
}

export interface ProposalView {
  readonly origin: string;
  readonly proof: Proof;
  readonly purpose: readonly LocalizedText[];
  readonly encrypted: boolean;
  /** `incomplete`: with these ticks a required part is missing, so nothing can be shared. */
  readonly state: 'ready' | 'incomplete' | 'nothing-matches';
  /** Whether every record opened that could have been a part of it. */
  readonly whole: boolean;
  readonly credentials: readonly CredentialView[];
  /** Where any of several combinations of tokens is enough, which of them. */
  readonly choices: readonly SetView[];
}

/** A credential set that more than one of its options satisfies; `types` are those of an option's tokens. */
export interface SetView {
  readonly set: number;
  readonly options: readonly {
    readonly option: number;
    readonly chosen: boolean;
    readonly types: readonly string[];
  }[];
}

export interface CredentialView {
  readonly id: string;
  readonly vct: string;
  readonly required: boolean;
  /** The person's tick for the whole group. */
  readonly included: boolean;
  readonly satisfied: boolean;
  readonly purpose: readonly LocalizedText[];
  /** Whether the site takes more than one token here. */
  readonly multiple: boolean;
  /** Whether the person's own data is taken; `null` where it could not be. */
  readonly own: boolean | null;
  readonly slots: readonly SlotView[];
  readonly claims: readonly ClaimView[];
  /** The credentials of issuers that could be taken. */
  readonly issued: readonly IssuedView[];
}

/**
 * Why an issuer is believed to be who it is: the person gave its key; it is nothing but a key; an authority vouches for its
 * certificate.
 */
export type IssuerProof = 'key' | 'did' | 'certificate';

export interface IssuedView {
  /** Its record. */
  readonly record: string;
  readonly label: string | null;
  readonly vct: string;
  readonly issuer: string;
  readonly proof: IssuerProof;
  /** When it ends, seconds since 1970. */
  readonly until: number | null;
  /** What the card is called that signs for it, where one has the key that it is bound to. */
  readonly card: string | null;
  readonly chosen: boolean;
  readonly satisfied: boolean;
  /** What was asked for and it has. */
  readonly claims: readonly ClaimView[];
  /** What goes out with it that was not asked for. */
  readonly open: readonly { readonly claim: string; readonly value: string }[];
}

/** A credential of an issuer's, or a key that waits for one. */
export interface HeldView {
  readonly id: string;
  readonly label: string | null;
  /** Its type; `null` of a key that waits. */
  readonly vct: string | null;
  /** The public half of the key that it is bound to, a JWK. */
  readonly key: string | null;
  /** What the card is called that has that key. */
  readonly card: string | null;
  /** `null` of a key that waits, or where it cannot be read. */
  readonly says: {
    readonly issuer: string;
    readonly proof: IssuerProof;
    readonly until: number | null;
    /** Whether it is good now. */
    readonly valid: boolean;
    /** `open` when it goes out whatever is chosen. */
    readonly claims: readonly { readonly claim: string; readonly value: string; readonly open: boolean }[];
  } | null;
}

export interface SlotView {
  readonly kind: RecordKind;
  readonly chosen: string;
  readonly alternatives: readonly {
    readonly id: string;
    readonly title: string;
    readonly label: string | null;
  }[];
}

export interface ClaimView {
  readonly claim: string;
  /** Index into the slots of its credential. */
  readonly slot: number;
  readonly value: string;
  readonly required: boolean;
  readonly ticked: boolean;
  /** Whether it would go with these ticks. */
  readonly sent: boolean;
}

export type Choice =
  | { readonly type: 'include'; readonly credential: string; readonly included: boolean }
  | { readonly type: 'tick'; readonly credential: string; readonly claim: string; readonly ticked: boolean }
  | { readonly type: 'record'; readonly credential: string; readonly slot: number; readonly record: string }
  /** Without a record the person's own data. */
  | {
      readonly type: 'answer';
      readonly credential: string;
      readonly record: string | null;
      readonly chosen: boolean;
    }
  | {
      readonly type: 'tick-issued';
      readonly credential: string;
      readonly record: string;
      readonly claim: string;
      readonly ticked: boolean;
    }
  | { readonly type: 'option'; readonly set: number; readonly option: number };

/** How a release ends that gives nothing. */
export type EndReason = 'refused' | 'closed' | 'aborted';
