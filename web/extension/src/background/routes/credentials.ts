/** Credentials from issuers: kept, removed, and keys for them. */
import { CREDENTIAL_CHANGES, type ScreenCall } from '@hailstone/protocol/wire';
import { oneOf, shape, text } from '../../shared/parse.js';
import type { Core } from '../core.js';
import type { Routes } from '../router.js';

const LABEL = text(200);
/** A record of 1 MiB, in base64url. */
const RECORD = text(1_500_000);

export function credentialRoutes(
  core: Core,
  changed: () => void,
): Pick<Routes, Extract<ScreenCall, 'change-credentials'>> {
  return {
    'change-credentials': {
      from: ['vault'],
      parse: shape({ change: oneOf(...CREDENTIAL_CHANGES), name: LABEL, record: RECORD }),
      handle: async (takes) => {
        await core.call('changeCredentials', takes);
        changed();
        return null;
      },
    },
  };
}
