/** Unlocking with a card: the core says which point, the card agrees on a secret through the bridge, the core goes on. */
import type { CardAgreement, CoreCall, ScreenCall } from '@hailstone/protocol/wire';
import { makeFault } from '../../shared/fault.js';
import { nothing, oneOf, shape, text } from '../../shared/parse.js';
import type { Bridge, CardStep } from '../bridge.js';
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
  async function agree(
    { card, point }: CardAgreement,
    language: 'en' | 'de',
    finish: Extract<CoreCall, 'finishCreateWithCard' | 'finishUnlockWithCard'>,
  ): Promise<null> {
    const { shared, reader } = await bridge.agree(card, point, language, onStep);
    await core.call(finish, { shared });
    await opened(reader);
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
        const agreement = await core.call('beginCreateWithCard', { label, card, publicKey });
        return agree(agreement, language, 'finishCreateWithCard');
      },
    },
    'add-card': {
      from: ['vault'],
      parse: shape({ label: NAME, card: NAME }),
      handle: async ({ label, card }) => {
        const secret = await publicKeyOf(card);
        await core.call('changeUnlockers', { change: 'add-card', unlocker: card, label, secret });
        changed();
        return null;
      },
    },
    'unlock-with-card': {
      from: ['vault', 'consent'],
      parse: shape({ unlocker: NAME, language: LANGUAGE }),
      handle: async ({ unlocker, language }) =>
        agree(await core.call('beginUnlockWithCard', { unlocker }), language, 'finishUnlockWithCard'),
    },
  };
}
