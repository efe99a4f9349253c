/** Where the vault is kept: asked, and chosen. */
import { PLACES, type Place, type PlaceView, type ScreenCall } from '@hailstone/protocol/wire';
import { nothing, oneOf, shape } from '../../shared/parse.js';
import type { Bridge } from '../bridge.js';
import type { Core } from '../core.js';
import type { FileStore } from '../file-store.js';
import type { Routes } from '../router.js';

export const PLACE_SETTING = 'vault-place';

/** As the setting has it; a browser in which nobody has chosen keeps its vault itself. */
export function placeOf(setting: unknown): Place {
  return PLACES.find((place) => place === setting) ?? 'browser';
}

export interface PlaceHost {
  readonly core: Core;
  readonly bridge: Bridge;
  readonly file: FileStore;
  read(): Promise<Place>;
  write(place: Place): Promise<void>;
  /** Another vault, or none, is there now. */
  moved(): void;
}

export function placeRoutes({
  core,
  bridge,
  file,
  read,
  write,
  moved,
}: PlaceHost): Pick<Routes, Extract<ScreenCall, 'place' | 'use-place'>> {
  async function view(): Promise<PlaceView> {
    const place = await read();
    const inFile = await bridge.holdsVault().catch(() => null);
    const other = place === 'file' ? await core.call('holdsOwn', {}) : inFile === true;
    return { place, bridge: inFile !== null, other };
  }
  return {
    place: {
      from: ['vault'],
      parse: nothing,
      handle: view,
    },
    'use-place': {
      from: ['vault'],
      parse: shape({ place: oneOf(...PLACES) }),
      handle: async ({ place }) => {
        // Without the bridge nothing is changed.
        if (place === 'file') await bridge.holdsVault();
        await write(place);
        await core.call('reopen', {});
        if (place === 'browser') file.close();
        moved();
        return null;
      },
    },
  };
}
