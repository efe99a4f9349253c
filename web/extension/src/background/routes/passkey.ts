/** Passkeys, as the vault page brings what an authenticator gave it. */
import type { ScreenCall } from '@hailstone/protocol/wire';
import { shape, text } from '../../shared/parse.js';
import type { Core } from '../core.js';
import type { Routes } from '../router.js';

const LABEL = text(200);
/** 32 bytes in base64url, and some room: the core counts. */
const SECRET = text(64);
/** 1023 bytes (WebAuthn Level 3 §4, "Credential ID") in base64url. */
const CREDENTIAL = text(1364);

type PasskeyCall = Extract<ScreenCall, 'enroll-passkey' | 'unlock-with-passkey'>;

/** `origin` is that of the extension's own pages, in which alone its passkeys can be asked. */
export function passkeyRoutes(core: Core, origin: string, changed: () => void): Pick<Routes, PasskeyCall> {
  return {
    'enroll-passkey': {
      from: ['vault'],
      parse: shape({ label: LABEL, credential: CREDENTIAL, prfSalt: SECRET, output: SECRET }),
      handle: async (takes) => {
        await core.call('enrollPasskey', { ...takes, relyingParty: origin });
        changed();
        return null;
      },
    },
    'unlock-with-passkey': {
      from: ['vault'],
      parse: shape({ unlocker: LABEL, output: SECRET }),
      handle: async (takes) => {
        await core.call('unlockWithPasskey', takes);
        changed();
        return null;
      },
    },
  };
}
