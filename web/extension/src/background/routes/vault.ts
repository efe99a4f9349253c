/** The vault itself: made, closed, read, added to. */
import type { ScreenCall } from '@hailstone/protocol/wire';
import { count, nothing, shape, text } from '../../shared/parse.js';
import type { Core } from '../core.js';
import type { Routes } from '../router.js';

const LABEL = text(200);
/** Longer than anybody types; a limit only against a runaway message. */
const PASSPHRASE = text(4096);
/** As long as a record can be. */
const VALUE = text(1_100_000);
/** 8 MiB of drafts. */
const DRAFTS = text(11_200_000);

type VaultCall = Extract<
  ScreenCall,
  | 'status'
  | 'create-with-passphrase'
  | 'lock'
  | 'accept-older'
  | 'records'
  | 'check-whole'
  | 'receipts'
  | 'insert-drafts'
  | 'settle'
>;

export function vaultRoutes(
  core: Core,
  changed: () => void,
  lock: () => Promise<void>,
): Pick<Routes, VaultCall> {
  const afterwards = async <T>(work: Promise<T>): Promise<T> => {
    const result = await work;
    changed();
    return result;
  };
  return {
    status: {
      from: ['vault', 'consent', 'popup'],
      parse: nothing,
      handle: () => core.call('status', {}),
    },
    'create-with-passphrase': {
      from: ['vault'],
      parse: shape({ label: LABEL, passphrase: PASSPHRASE }),
      handle: (takes) => afterwards(core.call('createWithPassphrase', takes)),
    },
    lock: {
      from: ['vault', 'popup'],
      parse: nothing,
      handle: () => lock().then(() => null),
    },
    'accept-older': {
      from: ['vault'],
      parse: nothing,
      handle: () => core.call('acceptOlder', {}),
    },
    records: {
      from: ['vault'],
      parse: nothing,
      handle: () => core.call('records', {}),
    },
    'check-whole': {
      from: ['vault'],
      parse: nothing,
      handle: () => core.call('checkWhole', {}),
    },
    receipts: {
      from: ['vault', 'popup'],
      parse: shape({ limit: count }),
      handle: (takes) => core.call('receipts', takes),
    },
    'insert-drafts': {
      from: ['vault'],
      parse: shape({ drafts: DRAFTS }),
      handle: (takes) => afterwards(core.call('insertDrafts', takes)),
    },
    settle: {
      from: ['vault'],
      parse: shape({ record: LABEL, field: LABEL, value: VALUE }),
      handle: (takes) => afterwards(core.call('settle', takes)),
    },
  };
}
