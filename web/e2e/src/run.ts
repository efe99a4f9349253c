/** `run.js chromium|firefox [words]`: the scenarios of one browser, all of them or those whose names have these words. */
import { type Outcome, runSuites, stackOf } from './runner.js';

const [browser, ...words] = process.argv.slice(2);
const start = performance.now();

/** A promise that nobody waited for and that failed: without this the process would end there, half-way and unexplained. */
const loose: string[] = [];
process.on('unhandledRejection', (reason) => {
  const why = stackOf(reason);
  console.log(`  FAILED  a promise that nobody waited for\n${why}`);
  loose.push(`a promise that nobody waited for: ${why.split('\n')[0]}`);
});

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

const { passed, failed: scenarios } = await run();
const failed = [...scenarios, ...loose];
if (failed.length > 0) console.log(`\nfailed:\n${failed.map((name) => `  ${name}`).join('\n')}`);
console.log(
  `\n${passed} passed, ${failed.length} failed (${((performance.now() - start) / 1000).toFixed(0)} s)`,
);
// Nothing keeps the process, unless something was left behind; that is no reason to hang.
process.exit(failed.length === 0 && passed > 0 ? 0 : 1);
