/** What opens the vault: used, added, renamed, removed, rehearsed. */
import { type ScreenCall, UNLOCKER_CHANGES } from '@hailstone/protocol/wire';
import { oneOf, shape, text } from '../../shared/parse.js';
import type { Core } from '../core.js';
import type { Routes } from '../router.js';

const LABEL = text(200);
/** A passphrase longer than anybody types, in base64url; a limit only against a runaway message. */
const SECRET = text(16_384);
/** 1023 bytes (WebAuthn Level 3 §4, "Credential ID") in base64url. */
const CREDENTIAL = text(1364);

export const OPENING = { unlocker: LABEL, secret: SECRET } as const;

type UnlockerCall = Extract<ScreenCall, 'unlock' | 'enroll-passkey' | 'change-unlockers'>;

/** `origin` is that of the extension's own pages, in which alone its passkeys can be asked. */
export function unlockerRoutes(core: Core, origin: string, changed: () => void): Pick<Routes, UnlockerCall> {
  const afterwards = async (work: Promise<null>): Promise<null> => {
    await work;
    changed();
    return null;
  };
  return {
    unlock: {
      from: ['vault', 'consent'],
      parse: shape(OPENING),
      handle: (takes) => afterwards(core.call('unlock', takes)),
    },
    'enroll-passkey': {
      from: ['vault'],
      parse: shape({ label: LABEL, credential: CREDENTIAL, prfSalt: SECRET, output: SECRET }),
      handle: (takes) => afterwards(core.call('enrollPasskey', { ...takes, relyingParty: origin })),
    },
    'change-unlockers': {
      from: ['vault'],
      parse: shape({ change: oneOf(...UNLOCKER_CHANGES), label: LABEL, ...OPENING }),
      handle: (takes) => afterwards(core.call('changeUnlockers', takes)),
    },
  };
}
