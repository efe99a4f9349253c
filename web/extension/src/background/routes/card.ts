/**
 * What is done with a card: the core says which point, the card agrees on a secret through the bridge, the core goes on. For a card with a channel
 * the core speaks with the card itself, and what passes here and in the bridge is sealed.
 */
import type { CardWork } from '@hailstone/protocol/cards';
import type { CardStep, Language, ScreenCall } from '@hailstone/protocol/wire';
import { makeFault } from '../../shared/fault.js';
import { nothing, oneOf, shape, text } from '../../shared/parse.js';
import type { Bridge } from '../bridge.js';
import type { Core } from '../core.js';
import type { Routes } from '../router.js';

const LANGUAGE = oneOf('en', 'de');
const NAME = text(200);

type CardCall = Extract<ScreenCall, 'list-cards' | 'create-with-card' | 'unlock-with-card' | 'add-card'>;

export function cardRoutes(
  core: Core,
  bridge: Bridge,
  changed: () => void,
  onStep: (step: CardStep) => void,
  opened: (reader: string) => Promise<void>,
): Pick<Routes, CardCall> {
  /** Gives the reader that the card is in. */
  async function work(wanted: CardWork, language: Language): Promise<string> {
    const { card, point } = await core.call('beginWithCard', wanted);
    if (point === null)
      return bridge.carry(card, language, onStep, (brought) => core.call('goOnWithCard', { brought }));
    const { shared, reader } = await bridge.agree(card, point, language, onStep);
    await core.call('goOnWithCard', { brought: shared });
    return reader;
  }
  async function open(wanted: CardWork, language: Language): Promise<null> {
    await opened(await work(wanted, language));
    changed();
    return null;
  }
  async function publicKeyOf(card: string): Promise<string> {
    const found = (await bridge.listCards()).find((known) => known.card === card);
    if (found === undefined) throw makeFault('card.absent', 'person');
    if (found.publicKey === null) throw makeFault('card.key_absent', 'person');
    return found.publicKey;
  }
  return {
    'list-cards': {
      from: ['vault'],
      parse: nothing,
      handle: async () => (await bridge.listCards()).map(({ publicKey: _, ...card }) => card),
    },
    'create-with-card': {
      from: ['vault'],
      parse: shape({ label: NAME, card: NAME, language: LANGUAGE }),
      handle: async ({ label, card, language }) => {
        const publicKey = await publicKeyOf(card);
        return open({ purpose: 'create', id: card, label, publicKey }, language);
      },
    },
    'add-card': {
      from: ['vault'],
      parse: shape({ label: NAME, card: NAME, language: LANGUAGE }),
      handle: async ({ label, card, language }) => {
        const publicKey = await publicKeyOf(card);
        await work({ purpose: 'add', id: card, label, publicKey }, language);
        changed();
        return null;
      },
    },
    'unlock-with-card': {
      from: ['vault', 'consent'],
      parse: shape({ unlocker: NAME, language: LANGUAGE }),
      handle: ({ unlocker, language }) =>
        open({ purpose: 'unlock', id: unlocker, label: '', publicKey: '' }, language),
    },
  };
}
