/** Folders of our own that are gone when the program ends. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made = new Set<string>();

export function makeScratch(name: string): string {
  const path = mkdtempSync(join(tmpdir(), `hailstone-${name}-`));
  made.add(path);
  return path;
}

export function dropScratch(path: string): void {
  // A browser may still be writing the last of its files.
  rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  made.delete(path);
}

process.on('exit', () => {
  for (const path of made) {
    try {
      dropScratch(path);
    } catch {
      // What is left is in the system's own folder for such things.
    }
  }
});
