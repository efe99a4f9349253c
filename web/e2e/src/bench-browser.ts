/** `bench-browser.js [words]`: the core in headless Chromium beside others; all subjects, or those that are named. */
import { argon2id } from './bench-browser/argon2id.js';
import { Lab } from './bench-browser/lab.js';
import { messageOf } from './narrator.js';

const SUBJECTS = { argon2id } as const;

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
