/** The copy of the vault on a card: put there from the open vault, and made a vault of at the first run. */
import type { Fault, OnCardView } from '@hailstone/protocol/views';
import type { CardView, KeptCopy, Push } from '@hailstone/protocol/wire';
import { faultOf } from '../../../shared/fault.js';
import type { MessageKey, Words } from '../../i18n/words.js';
import type { Link } from '../../link.js';
import { painted } from '../../screen.js';

export interface CardCopyState {
  /** What was put on a card from this browser last; `null` where nothing was. */
  readonly kept: KeptCopy | null;
  /** `null`: nobody looks. */
  readonly cards: readonly CardView[] | null;
  readonly busy: Extract<MessageKey, `card.busy.${string}`> | null;
  readonly fault: Fault | null;
  /** How many cards there were when the list of them last changed by itself. */
  readonly news: number | null;
  readonly done: OnCardView | null;
}

export const CARD_COPY_START: CardCopyState = {
  kept: null,
  cards: null,
  busy: null,
  fault: null,
  news: null,
  done: null,
};

export interface CardCopyActions {
  look(): void;
  cancel(): void;
  renew(card: CardView): void;
  restore(card: CardView): void;
}

const CARD_STEPS = { 'pin-wanted': 'card.busy.pin', 'card-working': 'card.busy.working' } as const;

/** The next state when the card reports a step, if a card is used here. */
export function copyAfterCardStep(state: CardCopyState, push: Push): CardCopyState {
  if (push.type !== 'card-step' || state.busy === null || state.busy === 'card.busy.looking') return state;
  return { ...state, busy: CARD_STEPS[push.step] };
}

/** What a vault that is not open shows nothing of: what came of it, and which card it was. */
export function closedCopy(state: CardCopyState): CardCopyState {
  return { ...state, kept: null, done: null };
}

export function cardCopyActions(
  link: Link,
  words: () => Words,
  state: () => CardCopyState,
  set: (state: CardCopyState) => void,
  refresh: () => Promise<void>,
): CardCopyActions {
  const change = (change: Partial<CardCopyState>): void => set({ ...state(), ...change });
  /** The list stays where it is when something fails, so that it can be tried again. */
  const run = async (
    busy: NonNullable<CardCopyState['busy']>,
    work: () => Promise<Partial<CardCopyState>>,
  ): Promise<void> => {
    change({ busy, fault: null, news: null, done: null });
    await painted();
    try {
      change({ busy: null, ...(await work()) });
    } catch (thrown) {
      change({ busy: null, fault: faultOf(thrown) });
    }
  };
  return {
    look: () =>
      void run('card.busy.looking', async () => {
        const cards = await link.call('list-cards', {}).catch((thrown: unknown) => {
          // It is waited for.
          if (faultOf(thrown).code !== 'card.absent') throw thrown;
          return [];
        });
        return { cards };
      }),
    cancel: () => change({ cards: null, fault: null, news: null }),
    renew: ({ card, name }) =>
      void run('card.busy.asking', async () => {
        const { language } = words();
        try {
          const done = await link.call('renew-card-copy', { card, name, language });
          return { done, cards: null };
        } finally {
          // What came from the card is there, whatever became of the copy.
          await refresh();
        }
      }),
    restore: ({ card }) =>
      void run('card.busy.asking', async () => {
        await link.call('restore-from-card', { card, language: words().language });
        await refresh();
        return { cards: null };
      }),
  };
}
