/** A site that asks, in Firefox. */
import { BareSite, type End } from './bare-site.js';
import { until } from './chromium.js';
import type { Firefox } from './firefox.js';

export async function inSite(firefox: Firefox, use: (site: BareSite) => Promise<void>): Promise<void> {
  const site = await BareSite.start();
  try {
    await use(site);
  } finally {
    site.end();
  }
  await firefox.show((await firefox.driver.getAllWindowHandles())[0] ?? '');
}

export interface Opened {
  readonly page: string;
  readonly window: string;
}

/** Loads the site's page, asks there, and goes to the consent window. */
export async function asks(
  firefox: Firefox,
  site: BareSite,
  data: object,
  protocol = 'openid4vp-v1-unsigned',
): Promise<Opened> {
  const page = await firefox.openTab(`${site.origin}/`);
  const options = JSON.stringify({ digital: { requests: [{ protocol, data }] } });
  await firefox.driver.executeScript('window.next = arguments[0]', options);
  const window = await firefox.windowAfter(firefox.url('consent.html'), () => firefox.click('#ask'));
  return { page, window };
}

export async function endOf(firefox: Firefox, page: string): Promise<End> {
  await firefox.show(page);
  const count = (): Promise<number> => firefox.driver.executeScript('return window.ends.length');
  await until('the page’s call ends', async () => (await count()) > 0);
  return firefox.driver.executeScript('return JSON.parse(JSON.stringify(window.ends[0]))');
}
