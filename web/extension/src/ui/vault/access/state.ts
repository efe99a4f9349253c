/** The ways to open the vault, while something is done with them. */
import type { Fault, Unlocker, VaultStatus } from '@hailstone/protocol/views';
import type { CardView, Push } from '@hailstone/protocol/wire';
import type { MessageKey } from '../../i18n/words.js';
import type { NewPassphrase } from '../state.js';
import type { NewSheet } from './sheet.js';

export type Doing =
  | { readonly step: 'nothing' }
  | { readonly step: 'rename' | 'remove' | 'rehearse'; readonly unlocker: string }
  | ({ readonly step: 'passphrase' } & NewPassphrase)
  /** The words are shown, and then typed from paper. */
  | { readonly step: 'sheet' | 'sheet-typed'; readonly sheet: NewSheet }
  | { readonly step: 'card'; readonly cards: readonly CardView[] };

/** What came of it, and what it was done with. */
export interface Done {
  readonly key: Extract<MessageKey, `access.done.${string}`>;
  readonly label: string;
}

export interface AccessState {
  readonly doing: Doing;
  readonly busy: Extract<MessageKey, `access.busy.${string}` | `card.busy.${string}` | 'passkey.busy'> | null;
  readonly fault: Fault | null;
  readonly done: Done | null;
  /** How many cards there were when the list of them last changed by itself. */
  readonly news: number | null;
}

export const ACCESS_START: AccessState = {
  doing: { step: 'nothing' },
  busy: null,
  fault: null,
  done: null,
  news: null,
};

const CARD_STEPS = { 'pin-wanted': 'card.busy.pin', 'card-working': 'card.busy.working' } as const;

/** The next state when the card reports a step, if a card is being added here. */
export function accessAfterCardStep(state: AccessState, push: Push): AccessState {
  const { doing, busy } = state;
  if (push.type !== 'card-step' || doing.step !== 'card' || busy === null || busy === 'card.busy.looking')
    return state;
  return { ...state, busy: CARD_STEPS[push.step] };
}

export type OpenStatus = Extract<VaultStatus, { readonly state: 'unlocked' }>;

/**
 * What is still to be done before the vault can be called safe: one way to open it is not enough, and a second one is only
 * known to work when it has opened the vault.
 */
export function missing({ unlockers, notes }: OpenStatus): 'another' | 'rehearsal' | null {
  if (unlockers.length < 2) return 'another';
  const used = notes.used.filter((at) => at !== null).length;
  return notes.rehearsed === null && used < 2 ? 'rehearsal' : null;
}

/** A name that no other way to open the vault has. */
export function freeLabel(unlockers: readonly Unlocker[], name: (number: number) => string): string {
  const taken = new Set(unlockers.map(({ label }) => label));
  let number = 1;
  while (taken.has(name(number))) number += 1;
  return name(number);
}
