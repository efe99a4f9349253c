/** `run.js chromium|firefox [words]`: the scenarios of one browser, all of them or those whose names have these words. */
import { type Outcome, runSuites } from './runner.js';

const [browser, ...words] = process.argv.slice(2);
const start = performance.now();

async function run(): Promise<Outcome> {
  switch (browser) {
    case 'chromium': {
      const { chromiumSuites } = await import('./scenarios/chromium.js');
      return runSuites(chromiumSuites, words.join(' '));
    }
    case 'firefox': {
      const { firefoxSuites } = await import('./scenarios/firefox.js');
      return runSuites(firefoxSuites, words.join(' '));
    }
    default:
      console.error('usage: run.js chromium|firefox [words]');
      process.exit(2);
  }
}

const { passed, failed } = await run();
if (failed.length > 0) console.log(`\nfailed:\n${failed.map((name) => `  ${name}`).join('\n')}`);
console.log(
  `\n${passed} passed, ${failed.length} failed (${((performance.now() - start) / 1000).toFixed(0)} s)`,
);
// Nothing keeps the process, unless something was left behind; that is no reason to hang.
process.exit(failed.length === 0 && passed > 0 ? 0 : 1);
