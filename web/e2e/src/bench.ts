/**
 * `cargo xtask bench`, group chain: a release on an unlocked vault in headless Chromium, 50 times. From the call to the
 * window that shows the values, and from the click on Share to the promise. Both ends of each time are read in pages, on
 * one clock: `performance.timeOrigin + performance.now()`.
 */
import { ask, QUERIES } from './asking.js';
import { BarePage, BareSite } from './bare-site.js';
import { Chromium, until } from './chromium.js';
import { messageOf } from './narrator.js';
import { Person } from './person.js';
import { SAMPLE } from './products.js';
import { median, percentile } from './statistics.js';

const RUNS = 50;
/** Not counted: the first ones compile and fill caches, as the first request of a day does. */
const WARM_UP = 3;

/**
 * In the window: when the first frame with the values was on its way to the screen, and when Share was clicked. Runs
 * before anything of the page, and does nothing in others. The window closes when the answer has gone, so both times go
 * out at once, to `benchTime`.
 */
const WATCH = `
if (location.pathname === '/consent.html') {
  const now = () => performance.timeOrigin + performance.now();
  const observer = new MutationObserver(() => {
    if (!document.querySelector('[data-testid="consent"][data-state="ready"] .claim-value')) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => benchTime('shown', now()), 0));
  });
  observer.observe(document, { childList: true, subtree: true });
  addEventListener('click', (event) => {
    if (event.target.closest('[data-testid="consent-share"]')) benchTime('clicked', now());
  }, true);
}
`;

type Times = Map<string, number>;

async function main(): Promise<void> {
  const browser = await Chromium.start({ headless: true });
  const site = await BareSite.start();
  try {
    const person = new Person(browser);
    await person.createVault();
    await person.importFile(SAMPLE);
    await (await person.vault()).close();
    const times: Times = new Map();
    await browser.context.exposeFunction('benchTime', (name: string, at: number) => times.set(name, at));
    await browser.context.addInitScript(WATCH);
    const page = await browser.context.newPage();
    await page.goto(`${site.origin}/`);
    const toWindow: number[] = [];
    const toPromise: number[] = [];
    for (let run = -WARM_UP; run < RUNS; run += 1) {
      const { request, share } = await release(person, new BarePage(page), times, run + WARM_UP);
      if (run < 0) continue;
      toWindow.push(request);
      toPromise.push(share);
      process.stderr.write(`run ${run + 1} of ${RUNS}: ${request.toFixed(0)} ms, ${share.toFixed(0)} ms\n`);
    }
    report('request to window', toWindow);
    report('share to promise', toPromise);
  } finally {
    site.end();
    await browser.end();
  }
}

async function release(
  person: Person,
  bare: BarePage,
  times: Times,
  index: number,
): Promise<{ request: number; share: number }> {
  times.clear();
  const { data } = await ask(QUERIES.all);
  await bare.prepare(data);
  const window = await person.consentAfter(() => bare.click());
  await window.reaches('ready');
  await window.readyToShare();
  await window.share();
  await bare.answer(index);
  await until('the window has told its times', () => times.has('shown') && times.has('clicked'));
  const { asked, ended } = await bare.times(index);
  return { request: (times.get('shown') ?? 0) - asked, share: ended - (times.get('clicked') ?? 0) };
}

/** The median has the name that the limit has. */
function report(name: string, times: readonly number[]): void {
  console.log(JSON.stringify({ name, value: round(median(times)), unit: 'ms' }));
  console.log(JSON.stringify({ name: `${name} p95`, value: round(percentile(times, 95)), unit: 'ms' }));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

try {
  await main();
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
