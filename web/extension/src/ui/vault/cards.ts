/** Where the vault page shows cards, and what it shows of them when they are put in or taken out. */
import type { Fault } from '@hailstone/protocol/views';
import type { CardView, ReaderView } from '@hailstone/protocol/wire';
import { CardLine } from '../card-line.js';
import type { Link } from '../link.js';
import { CardList, faultBeside } from '../parts/card-list.js';
import { withoutCardFault } from '../parts/unlock.js';
import type { AccessState } from './access/state.js';
import type { CreateState, VaultState } from './state.js';

/** The list that is on the screen, or that there is none. */
function listOf({ status, create, tab, access }: VaultState): 'create' | 'access' | null {
  if (status?.state === 'none' && create.means === 'card') return 'create';
  if (status?.state === 'unlocked' && tab === 'safety' && access.doing.step === 'card') return 'access';
  return null;
}

/** Whether the page shows something that depends on which cards are there. */
export function showsCards(state: VaultState): boolean {
  const { status } = state;
  if (status?.state === 'locked') return status.unlockers.some(({ kind }) => kind === 'card');
  return listOf(state) !== null;
}

export interface CardsPage {
  state(): VaultState;
  set(change: Partial<VaultState>): void;
}

/** Gives what is to be called after everything that was drawn. */
export function followCards(link: Link, page: CardsPage): (now: VaultState) => void {
  const list = new CardList({
    isFree: () => {
      const { create, access } = page.state();
      const shown = listOf(page.state());
      return shown !== null && (shown === 'create' ? create : access).busy === null;
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
): { create: CreateState } | { access: AccessState } | Record<string, never> {
  const news = fault === null ? cards.length : null;
  switch (listOf(state)) {
    case 'create': {
      const { create } = state;
      return { create: { ...create, cards, fault: faultBeside(create.cards, create.fault, fault), news } };
    }
    case 'access': {
      const { access } = state;
      const shown = access.doing.step === 'card' ? access.doing.cards : null;
      const beside = faultBeside(shown, access.fault, fault);
      return { access: { ...access, doing: { step: 'card', cards }, fault: beside, news } };
    }
    case null:
      return {};
  }
}
