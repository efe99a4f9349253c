/** What the vault page knows. The views are functions of this. */
import type { Fault, HeldView, ReceiptView, RecordView, VaultStatus } from '@hailstone/protocol/views';
import type { CardView } from '@hailstone/protocol/wire';
import type { Spoken } from '../i18n/language.js';
import type { UnlockState } from '../parts/unlock.js';
import type { AccessState } from './access/state.js';
import type { AuthoritiesState } from './authorities.js';
import type { CardCopyState } from './card-copy/actions.js';
import type { SettleState } from './choices.js';
import type { CopiesState } from './copies/actions.js';
import type { TakingState } from './credentials/actions.js';
import type { ExportState } from './export/actions.js';
import type { MergeState } from './merge/actions.js';
import type { PasskeyState } from './passkey/section.js';
import type { PlaceState } from './place.js';

export const TABS = ['data', 'history', 'safety'] as const;
export type Tab = (typeof TABS)[number];

/** As many receipts as the page lists. It asks for one more, to know whether there are others. */
export const HISTORY_SHOWN = 500;

export interface VaultState {
  readonly spoken: Spoken;
  /** `null` until the core has said it. */
  readonly status: VaultStatus | null;
  readonly fault: Fault | null;
  readonly tab: Tab;
  readonly create: CreateState;
  readonly place: PlaceState;
  readonly passkey: PasskeyState;
  readonly unlock: UnlockState;
  /** Whether a card is in a reader, where that is looked at and can be told. */
  readonly hasCard: boolean | null;
  /** Whether a copy that is older than what was seen was just taken as it is. */
  readonly olderAccepted: boolean;
  readonly records: readonly RecordView[] | null;
  readonly receipts: readonly ReceiptView[] | null;
  readonly credentials: readonly HeldView[] | null;
  readonly taking: TakingState;
  readonly importing: ImportState;
  readonly copies: CopiesState;
  readonly cardCopy: CardCopyState;
  readonly access: AccessState;
  readonly merge: MergeState;
  readonly settle: SettleState;
  readonly exporting: ExportState;
  /** Whether the browser has promised to keep what is stored in it. */
  readonly storageKept: boolean;
  /** As the setting has it. */
  readonly autoLock: unknown;
  readonly cardLock: unknown;
  readonly authorities: unknown;
  readonly adding: AuthoritiesState;
}

/** A passphrase that is being made. */
export interface NewPassphrase {
  /** What is typed so far, only to give advice on it. */
  readonly advice: Advice;
  readonly mismatch: boolean;
}

export interface CreateState extends NewPassphrase {
  readonly means: 'passphrase' | 'passkey' | 'card';
  readonly busy: 'passphrase' | 'passkey' | 'looking' | 'card' | 'pin-wanted' | 'card-working' | null;
  readonly fault: Fault | null;
  /** `null`: nobody has looked yet. */
  readonly cards: readonly CardView[] | null;
  /** The one that the person chose, whether or not it is still there. */
  readonly picked: string | null;
  /** How many there were when the list last changed by itself. */
  readonly news: number | null;
}

export const ADVICE = ['none', 'short', 'fair', 'good'] as const;
export type Advice = (typeof ADVICE)[number];

export type ImportState =
  | { readonly step: 'idle' }
  | { readonly step: 'reading' | 'adding' }
  | { readonly step: 'preview'; readonly drafts: string; readonly records: readonly DraftView[] }
  | { readonly step: 'done'; readonly count: number }
  | { readonly step: 'failed'; readonly fault: Fault };

export interface DraftView {
  readonly kind: string;
  readonly title: string;
  /** Claim names. */
  readonly fields: readonly string[];
}

export const CREATE_START: CreateState = {
  means: 'passphrase',
  advice: 'none',
  mismatch: false,
  busy: null,
  fault: null,
  cards: null,
  picked: null,
  news: null,
};

/**
 * Advice on a passphrase, by length only: what makes one hard to guess is that it is long, and rules about signs make
 * people choose worse ones.
 */
export function adviceOn(passphrase: string): Advice {
  const { length } = [...passphrase.trim()];
  const words = passphrase.trim().split(/[\s.,;:_-]+/).length;
  const different = new Set(passphrase.toLowerCase()).size;
  if (length === 0) return 'none';
  if (length < 12 || different < 5) return 'short';
  return length >= 20 || words >= 4 ? 'good' : 'fair';
}
