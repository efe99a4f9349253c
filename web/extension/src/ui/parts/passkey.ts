import type { Unlocker } from '@hailstone/protocol/views';
import { ownOrigin } from '../../platform/extension.js';

/** Firefox refuses passkeys to an extension's pages, and there is no asking beforehand whether it will. */
export const HAS_PASSKEYS = TARGET === 'chromium';

/** A passkey is only given to pages of the origin that it was made for. */
export function canAsk({ relyingParty }: Unlocker): boolean {
  return HAS_PASSKEYS && relyingParty === ownOrigin();
}
