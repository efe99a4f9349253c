/** The copy of the vault on a card: put there from the open vault, and made a vault of where there is none. */
import type { OnCardView } from '@hailstone/protocol/views';
import type { CardStep, KeptCopy, ScreenCall } from '@hailstone/protocol/wire';
import { faultOf, makeFault } from '../../shared/fault.js';
import { isObject, nothing, oneOf, shape, text } from '../../shared/parse.js';
import type { Bridge } from '../bridge.js';
import type { Core } from '../core.js';
import type { Routes } from '../router.js';

/** A note of the copy of each vault that was put on a card last. No secret, and no key. */
export const CARD_COPIES_SETTING = 'card-copies';

const LANGUAGE = oneOf('en', 'de');
const NAME = text(200);

export interface CardCopyHost {
  readonly core: Core;
  readonly bridge: Bridge;
  changed(): void;
  onStep(step: CardStep): void;
  read(): Promise<unknown>;
  write(text: string): Promise<void>;
  /** Seconds since 1970, UTC. */
  now(): number;
}

type CardCopyCall = Extract<ScreenCall, 'card-copy' | 'renew-card-copy' | 'restore-from-card'>;

export function cardCopyRoutes(host: CardCopyHost): Pick<Routes, CardCopyCall> {
  const { core, bridge } = host;
  async function openVault(): Promise<string> {
    const status = await core.call('status', {});
    if (status.state !== 'unlocked') throw makeFault('wallet.locked', 'person');
    return status.vaultId;
  }
  return {
    'card-copy': {
      from: ['vault'],
      parse: nothing,
      handle: async () => {
        const { [await openVault()]: kept } = parseKept(await host.read());
        return kept ?? null;
      },
    },
    'renew-card-copy': {
      from: ['vault'],
      parse: shape({ card: NAME, name: NAME, language: LANGUAGE }),
      handle: async ({ card, name, language }): Promise<OnCardView> => {
        // Nobody is asked for a PIN for nothing.
        const vault = await openVault();
        const views: OnCardView[] = [];
        const renewing = bridge.renewCopy(card, language, host.onStep, async (found, room) => {
          const { bytes, ...made } = await core.call('renewCopy', { found, room });
          // What came from the card came the first time.
          views.push({ ...made, merged: views[0]?.merged ?? made.merged });
          return bytes;
        });
        // What came from the card is there, whatever became of the copy.
        await renewing.catch(ofCard).finally(host.changed);
        const onCard = views.at(-1);
        if (onCard === undefined) throw makeFault('bridge.malformed', 'ours');
        const kept = { name, at: host.now(), revision: onCard.revision };
        await host.write(JSON.stringify({ ...parseKept(await host.read()), [vault]: kept }));
        return onCard;
      },
    },
    'restore-from-card': {
      from: ['vault'],
      parse: shape({ card: NAME, language: LANGUAGE }),
      handle: async ({ card, language }) => {
        const copies = await bridge.readCopies(card, language, host.onStep);
        await core.call('restoreCopies', { copies });
        host.changed();
        return null;
      },
    },
  };
}

/** Says of a copy on a card what is said otherwise of a file. */
function ofCard(thrown: unknown): never {
  const { code } = faultOf(thrown);
  if (code === 'vault.other_vault') throw makeFault('card.copy_other', 'person');
  if (code === 'vault.copy_newer') throw makeFault('card.copy_newer', 'person');
  throw thrown;
}

function parseKept(written: unknown): Record<string, KeptCopy> {
  if (typeof written !== 'string') return {};
  try {
    const all: unknown = JSON.parse(written);
    if (!isObject(all)) return {};
    return Object.fromEntries(
      Object.entries(all).filter((entry): entry is [string, KeptCopy] => isKept(entry[1])),
    );
  } catch {
    // Somebody else wrote here; what they left says nothing of a card.
    return {};
  }
}

function isKept(value: unknown): value is KeptCopy {
  return (
    isObject(value) &&
    typeof value.name === 'string' &&
    typeof value.at === 'number' &&
    typeof value.revision === 'number'
  );
}
