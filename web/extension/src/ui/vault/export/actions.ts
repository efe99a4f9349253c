/** A plain export: after a warning, and only for who opens the vault once more. */
import type { Fault } from '@hailstone/protocol/views';
import { faultOf } from '../../../shared/fault.js';
import type { Link } from '../../link.js';
import { painted } from '../../screen.js';
import { dayOf, download } from '../copies/actions.js';
import { writeExport } from './write.js';

export interface ExportState {
  /** `unlocking`: the vault was locked for it, and whoever unlocks it gets the file. */
  readonly step: 'idle' | 'warned' | 'unlocking' | 'writing' | 'done';
  readonly count: number;
  readonly fault: Fault | null;
}

export const EXPORT_START: ExportState = { step: 'idle', count: 0, fault: null };

export interface ExportActions {
  begin(): void;
  cancel(): void;
  /** The person has read the warning: the vault is locked. */
  goOn(): void;
}

export interface ExportPage {
  state(): ExportState;
  set(state: ExportState): void;
  refresh(): Promise<void>;
}

export function exportActions(link: Link, page: ExportPage): ExportActions {
  const set = (change: Partial<ExportState>): void => page.set({ ...EXPORT_START, ...change });
  async function goOn(): Promise<void> {
    set({ step: 'unlocking' });
    try {
      await link.call('lock', {});
      await page.refresh();
    } catch (thrown) {
      set({ fault: faultOf(thrown) });
    }
  }
  return {
    begin: () => set({ step: 'warned' }),
    cancel: () => set({}),
    goOn: () => void goOn(),
  };
}

/** Once the vault is open again: writes the file, if that is what it was unlocked for. */
export async function exportIfAsked(link: Link, page: ExportPage, vaultId: string): Promise<void> {
  if (page.state().step !== 'unlocking') return;
  page.set({ ...EXPORT_START, step: 'writing' });
  await painted();
  try {
    const records = await link.call('records', {});
    const damage = await damaged(link);
    const receipts = await link.call('receipts', { limit: Number.MAX_SAFE_INTEGER });
    const now = new Date();
    const text = writeExport(vaultId, now, records, receipts);
    download(new Blob([text], { type: 'application/json' }), `hailstone-export-${dayOf(now)}.json`);
    const fault = damage ?? (await damaged(link));
    page.set({ step: 'done', count: records.length + receipts.length, fault });
  } catch (thrown) {
    page.set({ ...EXPORT_START, fault: faultOf(thrown) });
  }
}

/** What could be opened is in the file, and that there was more is said. */
async function damaged(link: Link): Promise<Fault | null> {
  return link.call('check-whole', {}).catch(faultOf);
}
