/** A list of cards that follows what is in the readers. */
import type { Fault } from '@hailstone/protocol/views';
import type { CardView, ReaderView } from '@hailstone/protocol/wire';
import { faultOf } from '../../shared/fault.js';

const CARD_MISSING = ['card.absent', 'card.reader_absent', 'card.removed'];

/** Whether it is about a card that is not there, and so over when one is. */
export function isCardMissing(fault: Fault): boolean {
  return CARD_MISSING.includes(fault.code);
}

/**
 * What there is to say beside a new list: what kept it from being made, else what went wrong with one of the cards that were shown before, which a
 * new list does not mend.
 */
export function faultBeside(
  shown: readonly CardView[] | null,
  before: Fault | null,
  fault: Fault | null,
): Fault | null {
  if (fault !== null) return fault;
  const wasOfCard = shown !== null && shown.length > 0;
  return before !== null && wasOfCard && !isCardMissing(before) ? before : null;
}

export interface CardListHost {
  /** Whether there is a list on the screen that may change now: not while something is done with a card. */
  isFree(): boolean;
  list(): Promise<readonly CardView[]>;
  show(cards: readonly CardView[], fault: Fault | null): void;
}

export class CardList {
  readonly #host: CardListHost;
  #readers: readonly ReaderView[] | null = null;
  /** Whether the readers have changed since the list was made. */
  #isDue = false;
  #round = 0;

  constructor(host: CardListHost) {
    this.#host = host;
  }

  /** What is in the readers now; `null` where nobody can tell, and the list stays as it is. */
  saw(readers: readonly ReaderView[] | null): void {
    this.#readers = readers;
    this.#isDue = readers !== null;
    this.#round += 1;
    this.settle();
  }

  /** What could not be shown before may be shown now. */
  settle(): void {
    if (!this.#isDue || this.#readers === null || !this.#host.isFree()) return;
    this.#isDue = false;
    if (!this.#readers.some(({ hasCard }) => hasCard)) {
      this.#host.show([], null);
      return;
    }
    const round = ++this.#round;
    const show = (cards: readonly CardView[], fault: Fault | null): void => {
      if (this.#round !== round) return;
      if (this.#host.isFree()) this.#host.show(cards, fault);
      else this.#isDue = true;
    };
    this.#host.list().then(
      (cards) => show(cards, null),
      (thrown: unknown) => {
        const fault = faultOf(thrown);
        // It was taken out again, which is told, too.
        show([], fault.code === 'card.absent' ? null : fault);
      },
    );
  }
}
