/** A backup saved, and one restored or brought into the vault. */
import type { ScreenCall } from '@hailstone/protocol/wire';
import { count, nothing, shape, text } from '../../shared/parse.js';
import type { Core } from '../core.js';
import type { Routes } from '../router.js';
import { OPENING } from './unlockers.js';

/** A part of 1 MiB, and room. */
const PART = text(1_500_000);
const FROM = ['vault'] as const;

type CopiesCall = Extract<
  ScreenCall,
  'begin-backup' | 'backup-part' | 'restore-part' | 'restore' | 'backup-unlockers' | 'merge'
>;

export function copiesRoutes(core: Core, changed: () => void): Pick<Routes, CopiesCall> {
  return {
    'begin-backup': { from: FROM, parse: nothing, handle: () => core.call('beginBackup', {}) },
    'backup-part': {
      from: FROM,
      parse: shape({ at: count }),
      handle: (takes) => core.call('backupPart', takes),
    },
    'restore-part': {
      from: FROM,
      parse: shape({ at: count, bytes: PART }),
      handle: (takes) => core.call('restorePart', takes),
    },
    restore: {
      from: FROM,
      parse: nothing,
      handle: async () => {
        await core.call('restore', {});
        changed();
        return null;
      },
    },
    'backup-unlockers': { from: FROM, parse: nothing, handle: () => core.call('backupUnlockers', {}) },
    merge: {
      from: FROM,
      parse: shape(OPENING),
      handle: async (takes) => {
        const merged = await core.call('merge', takes);
        changed();
        return merged;
      },
    },
  };
}
