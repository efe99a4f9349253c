/** Where the vault page shows cards, and what it shows of them when they are put in or taken out. */
import type { Fault } from '@hailstone/protocol/views';
import type { CardView, ReaderView } from '@hailstone/protocol/wire';
import { CardLine } from '../card-line.js';
import type { Link } from '../link.js';
import { CardList, faultBeside } from '../parts/card-list.js';
import { withoutCardFault } from '../parts/unlock.js';
import type { AccessState } from './access/state.js';
import type { CardCopyState } from './card-copy/actions.js';
import type { CreateState, VaultState } from './state.js';

type ListName = 'create' | 'access' | 'cardCopy';

/** The lists that are on the screen. */
function listsOf({ status, create, tab, access, cardCopy }: VaultState): readonly ListName[] {
  const lists: ListName[] = [];
  const atFirst = status?.state === 'none';
  const inSafety = status?.state === 'unlocked' && tab === 'safety';
  if (atFirst && create.means === 'card') lists.push('create');
  if (inSafety && access.doing.step === 'card') lists.push('access');
  if ((atFirst || inSafety) && cardCopy.cards !== null) lists.push('cardCopy');
  return lists;
}

/** Whether the page shows something that depends on which cards are there. */
export function showsCards(state: VaultState): boolean {
  const { status } = state;
  if (status?.state === 'locked') return status.unlockers.some(({ kind }) => kind === 'card');
  return listsOf(state).length > 0;
}

export interface CardsPage {
  state(): VaultState;
  set(change: Partial<VaultState>): void;
}

/** Gives what is to be called after everything that was drawn. */
export function followCards(link: Link, page: CardsPage): (now: VaultState) => void {
  const list = new CardList({
    isFree: () => {
      const state = page.state();
      const shown = listsOf(state);
      return shown.length > 0 && shown.every((name) => state[name].busy === null);
    },
    list: () => link.call('list-cards', {}),
    show: (cards, fault) => page.set(withCards(page.state(), cards, fault)),
  });
  const line = new CardLine((readers) => {
    page.set(withReaders(page.state(), readers));
    list.saw(readers);
  });
  return (now) => {
    line.want(showsCards(now));
    list.settle();
  };
}

function withReaders({ unlock }: VaultState, readers: readonly ReaderView[] | null): Partial<VaultState> {
  const hasCard = readers?.some((reader) => reader.hasCard) ?? null;
  return { hasCard, unlock: hasCard === true ? withoutCardFault(unlock) : unlock };
}

function withCards(
  state: VaultState,
  cards: readonly CardView[],
  fault: Fault | null,
): { create?: CreateState; access?: AccessState; cardCopy?: CardCopyState } {
  const news = fault === null ? cards.length : null;
  const { create, access, cardCopy } = state;
  const shown = listsOf(state);
  const inAccess = access.doing.step === 'card' ? access.doing.cards : null;
  return {
    ...(shown.includes('create') && {
      create: { ...create, cards, fault: faultBeside(create.cards, create.fault, fault), news },
    }),
    ...(shown.includes('access') && {
      access: {
        ...access,
        doing: { step: 'card', cards },
        fault: faultBeside(inAccess, access.fault, fault),
        news,
      },
    }),
    ...(shown.includes('cardCopy') && {
      cardCopy: { ...cardCopy, cards, fault: fault ?? besideCopy(cardCopy), news },
    }),
  };
}

/** That a card was taken out in the middle of it stays on the screen: the copy was not put there, or not read. */
function besideCopy({ cards, fault }: CardCopyState): Fault | null {
  return fault?.code === 'card.removed' ? fault : faultBeside(cards, fault, null);
}
