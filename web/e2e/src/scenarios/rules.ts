/** The rules of `navigator.credentials.get`, in Chromium. */
import { equal, match } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { BareSite } from '../bare-site.js';
import { until } from '../chromium.js';
import { OPAQUE, pageOf, RULES, type Rule, SANDBOX } from '../credential-rules.js';
import { House } from '../house.js';
import { suite } from '../runner.js';

export async function withRule(rule: Rule, use: (address: string) => Promise<void>): Promise<void> {
  const policy = rule.id === OPAQUE ? { policy: SANDBOX } : {};
  const site = await BareSite.start((path) =>
    path === '/rule' ? { type: 'text/html', body: pageOf(rule), ...policy } : null,
  );
  try {
    await use(`${site.origin}/rule`);
  } finally {
    site.end();
  }
}

async function outcomeOf(page: Page): Promise<string> {
  const outcome = page.locator('#outcome');
  await until('the rule’s page is done', async () => (await outcome.innerText()) !== '');
  return outcome.innerText();
}

export const rules = suite<House>({
  name: 'navigator.credentials.get',
  make: () => House.furnished(),
  scenarios: [
    ...RULES.filter(({ only }) => only !== 'firefox').map((rule) => ({
      name: rule.id,
      run: (house: House) =>
        withRule(rule, async (address) => {
          const page = await house.browser.context.newPage();
          await page.goto(address);
          if (rule.press === 'one') await page.locator('#press').click();
          equal(await outcomeOf(page), rule.expected);
        }),
    })),
    {
      name: 'a second call while one is open is not allowed, and the first goes on; ended calls hold nothing up',
      run: async (house) => {
        const bare = await house.bare();
        await bare.prepare({ some: 'data' });
        for (const round of [0, 1, 2]) {
          await bare.prepareSignal();
          const window = await house.person.consentAfter(() => bare.click());
          await window.reaches('invalid');
          await bare.click();
          equal((await bare.error(2 * round)).name, 'NotAllowedError');
          await bare.abort();
          equal((await bare.error(2 * round + 1)).name, 'AbortError');
          // It stays to say how the request ended.
          await window.close();
        }
      },
    },
    {
      name: 'one press is good for one call',
      run: async (house) => {
        const bare = await house.bare('?calls=2');
        await bare.prepare({ some: 'data' });
        const window = await house.person.consentAfter(() => bare.click());
        const second = await bare.error();
        equal(second.name, 'NotAllowedError');
        await window.reaches('invalid');
        await window.closeByButton();
        const refused = await bare.error(1);
        equal(refused.name, 'NotAllowedError');
        // A page cannot tell the one from the other.
        match(refused.message, new RegExp(`^${second.message}$`));
      },
    },
  ],
});
