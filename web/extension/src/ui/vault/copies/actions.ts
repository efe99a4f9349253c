/** Saving a backup as a file, and reading one: in parts, with their progress. */
import type { Fault } from '@hailstone/protocol/views';
import { BACKUP_PART } from '@hailstone/protocol/wire';
import { decodeBase64url, encodeBase64url } from '../../../shared/base64url.js';
import { faultOf } from '../../../shared/fault.js';
import type { Link } from '../../link.js';
import { painted } from '../../screen.js';

export interface CopiesState {
  readonly step: 'idle' | 'sealing' | 'saving' | 'reading' | 'saved';
  /** Of the file, in whole percent. */
  readonly percent: number;
  readonly fault: Fault | null;
}

export const COPIES_START: CopiesState = { step: 'idle', percent: 0, fault: null };

export interface CopiesActions {
  save(): void;
  restore(file: File): void;
  giveUp(): void;
}

export function copiesActions(
  link: Link,
  set: (state: CopiesState) => void,
  done: () => Promise<void>,
): CopiesActions {
  const run = async (step: CopiesState['step'], work: () => Promise<CopiesState>): Promise<void> => {
    set({ ...COPIES_START, step });
    await painted();
    try {
      set(await work());
    } catch (thrown) {
      set({ ...COPIES_START, fault: faultOf(thrown) });
    }
  };
  const progress = (step: CopiesState['step'], at: number, length: number): void =>
    set({ step, percent: Math.floor((100 * at) / length), fault: null });
  return {
    save: () =>
      void run('sealing', async () => {
        const length = await link.call('begin-backup', {});
        const parts: Uint8Array<ArrayBuffer>[] = [];
        for (let at = 0; at < length; ) {
          progress('saving', at, length);
          const part = decodeBase64url(await link.call('backup-part', { at }));
          parts.push(part);
          at += part.length;
        }
        download(new Blob(parts, { type: 'application/octet-stream' }), backupName(new Date()));
        return { ...COPIES_START, step: 'saved' };
      }),
    restore: (file) =>
      void run('reading', async () => {
        await handOver(link, file, (at) => progress('reading', at, file.size));
        await link.call('restore', {});
        await done();
        return COPIES_START;
      }),
    giveUp: () =>
      void run('idle', async () => {
        await link.call('lock', {});
        await done();
        return COPIES_START;
      }),
  };
}

/** Gives a file to the core, part by part. */
export async function handOver(link: Link, file: File, progress: (at: number) => void): Promise<void> {
  for (let at = 0; at < file.size; at += BACKUP_PART) {
    progress(at);
    const part = new Uint8Array(await file.slice(at, at + BACKUP_PART).arrayBuffer());
    await link.call('restore-part', { at, bytes: encodeBase64url(part) });
  }
  // An empty file has no part that begins anew.
  if (file.size === 0) await link.call('restore-part', { at: 0, bytes: '' });
}

/** By the person's own day, so that the newest file is the last in a folder. */
export function backupName(now: Date): string {
  return `hailstone-${dayOf(now)}.backup`;
}

export function dayOf(now: Date): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

export function download(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
