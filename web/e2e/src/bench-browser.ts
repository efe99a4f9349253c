/** `bench-browser.js [words]`: the core in headless Chromium beside others; all subjects, or those that are named. */
import { argon2id } from './bench-browser/argon2id.js';
import { Lab } from './bench-browser/lab.js';
import { sealing } from './bench-browser/sealing.js';
import { vaults } from './bench-browser/vaults.js';
import { messageOf } from './narrator.js';

const SUBJECTS = { argon2id, sealing, vaults } as const;

async function main(words: readonly string[]): Promise<void> {
  const lab = await Lab.start();
  try {
    for (const [name, measure] of Object.entries(SUBJECTS))
      if (words.length === 0 || words.includes(name)) await measure(lab);
  } finally {
    lab.end();
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
