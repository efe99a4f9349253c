/** Another copy of the vault, a backup, brought into the one that is open. */
import type { Fault, MergeView, VaultStatus } from '@hailstone/protocol/views';
import { faultOf } from '../../../shared/fault.js';
import type { Words } from '../../i18n/words.js';
import type { Link } from '../../link.js';
import { canAsk } from '../../parts/passkey.js';
import { UNLOCK_IDLE, type UnlockActions, type UnlockState, unlockActions } from '../../parts/unlock.js';
import { painted } from '../../screen.js';
import { handOver } from '../copies/actions.js';
import { askPasskey } from '../passkey/ceremony.js';

export interface MergeState {
  readonly step: 'idle' | 'reading' | 'merging' | 'locked' | 'done';
  /** Of the file, in whole percent. */
  readonly percent: number;
  readonly fault: Fault | null;
  readonly merged: MergeView | null;
  /** What opens the copy, where the vault's own keys do not. */
  readonly copy: VaultStatus;
  readonly unlock: UnlockState;
}

export const MERGE_START: MergeState = {
  step: 'idle',
  percent: 0,
  fault: null,
  merged: null,
  copy: { state: 'none' },
  unlock: UNLOCK_IDLE,
};

export interface MergeActions {
  pick(file: File): void;
  giveUp(): void;
  readonly unlock: UnlockActions;
}

export function mergeActions(
  link: Link,
  words: () => Words,
  state: () => MergeState,
  set: (state: MergeState) => void,
  done: () => Promise<void>,
): MergeActions {
  async function pick(file: File): Promise<void> {
    set({ ...MERGE_START, step: 'reading' });
    await painted();
    try {
      await handOver(link, file, (at) =>
        set({ ...MERGE_START, step: 'reading', percent: Math.floor((100 * at) / file.size) }),
      );
      set({ ...MERGE_START, step: 'merging' });
      await painted();
      const merged = await link.call('merge', { unlocker: '', secret: '' });
      await done();
      set({ ...MERGE_START, step: 'done', merged });
    } catch (thrown) {
      const fault = faultOf(thrown);
      if (fault.code === 'vault.copy_newer') await ask();
      else set({ ...MERGE_START, fault });
    }
  }
  /** The copy wants one of its own unlockers. A card is asked by the tool. */
  async function ask(): Promise<void> {
    try {
      const unlockers = await link.call('backup-unlockers', {});
      const copy: VaultStatus = {
        state: 'locked',
        restoring: false,
        vaultId: '',
        unlockers: unlockers.filter(({ kind }) => kind !== 'card'),
      };
      set({ ...MERGE_START, step: 'locked', copy });
    } catch (thrown) {
      set({ ...MERGE_START, fault: faultOf(thrown) });
    }
  }
  return {
    pick: (file) => void pick(file),
    giveUp: () => set(MERGE_START),
    unlock: unlockActions(
      link,
      words,
      (unlock) => {
        if (state().step === 'locked') set({ ...state(), unlock });
      },
      done,
      {
        words: 'unlock.passkey',
        can: canAsk,
        ask: async (unlocker, open) => open({ unlocker: unlocker.id, secret: await askPasskey(unlocker) }),
      },
      async (opening) => set({ ...MERGE_START, step: 'done', merged: await link.call('merge', opening) }),
    ),
  };
}
