/** Every way to get nothing, and what the site learns of it: the same each time. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { ask, QUERIES, type Query } from '../asking.js';
import { House } from '../house.js';
import { suite } from '../runner.js';

interface NoAnswer {
  readonly how: string;
  readonly query: Query;
  readonly spoil?: (data: Record<string, unknown>) => Record<string, unknown>;
  readonly state: string;
  readonly act: 'refuse' | 'close' | 'closeByButton';
  readonly outcome: string;
}

const NO_ANSWERS: readonly NoAnswer[] = [
  { how: 'the person refuses', query: QUERIES.name, state: 'ready', act: 'refuse', outcome: 'refused' },
  { how: 'the window is closed', query: QUERIES.name, state: 'ready', act: 'close', outcome: 'closed' },
  {
    how: 'nothing matches',
    query: QUERIES.nothing,
    state: 'nothing-matches',
    act: 'closeByButton',
    outcome: 'nothing-matched',
  },
  {
    how: 'a value does not match',
    query: {
      credentials: [
        {
          id: 'p',
          format: 'dc+sd-jwt',
          meta: { vct_values: ['urn:hailstone:person:1'] },
          claims: [{ path: ['name'], values: ['Somebody Else'] }],
        },
      ],
    },
    state: 'nothing-matches',
    act: 'closeByButton',
    outcome: 'nothing-matched',
  },
  {
    how: 'the request is not valid',
    query: QUERIES.name,
    spoil: ({ nonce: _, ...data }) => data,
    state: 'invalid',
    act: 'closeByButton',
    outcome: 'invalid',
  },
];

/** As `background/limits.ts` has it. */
const ALLOWED = 6;
/** Longer than any timer of the extension that ends a call on which nobody works, and than an idle service worker lives. */
const LONG_MS = 40_000;

export const ends = suite<House>({
  name: 'no answer',
  make: () => House.furnished(),
  scenarios: [
    {
      name: 'a refusal, a closed window, nothing that matches and an invalid request all look the same to the site',
      run: async (house) => {
        const errors: { name: string; message: string }[] = [];
        for (const {
          how,
          query,
          spoil = (data: Record<string, unknown>) => data,
          state,
          act,
          outcome,
        } of NO_ANSWERS) {
          const bare = await house.bare();
          const asked = await ask(query);
          const asking = await house.asksOn(bare, bare.origin, { ...asked, data: spoil(asked.data) });
          await asking.window.reaches(state);
          // The site learns nothing before the person has looked.
          equal(await bare.endCount(), 0, how);
          await asking.window[act]();
          errors.push(await bare.error());
          await house.receiptSays(bare.origin, outcome);
        }
        const [first] = errors;
        equal(first?.name, 'NotAllowedError');
        for (const error of errors) deepEqual(error, first);
      },
    },
    {
      name: 'a site that got no answer six times in a minute gets no seventh window, and learns that no sooner',
      run: async (house) => {
        const bare = await house.bare();
        const { data } = await ask(QUERIES.name);
        await bare.prepare(data);
        for (let time = 0; time < ALLOWED; time += 1) {
          const window = await house.person.consentAfter(() => bare.click());
          await window.reaches('ready');
          await window.refuse();
          equal((await bare.error(time)).name, 'NotAllowedError');
        }
        const error = await house.browser.noConsentDuring(async () => {
          await bare.click();
          return bare.error(ALLOWED);
        });
        deepEqual(error, await bare.error(0));
        const { asked, ended } = await bare.times(ALLOWED);
        ok(ended - asked >= 1000, 'as if a person had thought about it');
      },
    },
    {
      name: 'a person may take their time, and the site waits',
      run: async (house) => {
        const asking = await house.asks(QUERIES.name);
        await asking.window.reaches('ready');
        await asking.bare.page.waitForTimeout(LONG_MS);
        equal(await asking.bare.endCount(), 0);
        equal(await asking.window.state(), 'ready');
        await asking.window.share();
        await house.opened(asking);
      },
    },
    {
      name: 'a second call of one page ends at once, and the first goes on',
      run: async (house) => {
        const bare = await house.bare('?calls=2');
        const asked = await ask(QUERIES.name);
        const asking = await house.asksOn(bare, bare.origin, asked);
        equal((await bare.error(0)).name, 'NotAllowedError');
        equal(house.browser.consentPages().length, 1);
        await asking.window.share();
        await house.opened(asking, 1);
      },
    },
    {
      name: 'a call without a click gets no window',
      run: async (house) => {
        const { data } = await ask(QUERIES.name);
        const options = JSON.stringify({
          digital: { requests: [{ protocol: 'openid4vp-v1-unsigned', data }] },
        });
        await house.browser.noConsentDuring(async () => {
          const bare = await house.bare(`?auto=${encodeURIComponent(options)}`);
          equal((await bare.error()).name, 'NotAllowedError');
        });
      },
    },
    {
      name: 'a frame of another origin is left to the browser, which says no',
      run: async (house) => {
        const inner = await house.bare();
        const address = inner.page.url().replace('localhost', '127.0.0.1');
        const outer = await house.bare();
        await outer.page.evaluate((src) => {
          const frame = document.createElement('iframe');
          frame.src = src;
          document.body.append(frame);
        }, address);
        const frame = outer.page.frameLocator('iframe');
        const { data } = await ask(QUERIES.name);
        const options = JSON.stringify({
          digital: { requests: [{ protocol: 'openid4vp-v1-unsigned', data }] },
        });
        await frame.locator('#ask').waitFor();
        const inside = outer.page.frames().find((one) => one.url() === address);
        await inside?.evaluate((next) => {
          (window as unknown as { next: string }).next = next;
        }, options);
        equal(
          await inside?.evaluate(() => String(navigator.credentials.get).includes('[native code]')),
          true,
          'the frame has the browser’s own get',
        );
        await outer.page.bringToFront();
        await house.browser.noConsentDuring(async () => {
          await frame.locator('#ask').click();
          await frame.locator('#ends', { hasText: '1' }).waitFor();
        });
        const end = await inside?.evaluate(() => (window as unknown as { ends: unknown[] }).ends[0]);
        equal((end as { error?: { name: string } }).error?.name, 'NotAllowedError');
      },
    },
    {
      name: 'a protocol that is not ours goes on to the browser’s own wallet',
      run: async (house) => {
        const bare = await house.bare();
        const session = await house.browser.context.newCDPSession(bare.page);
        await session.send(
          'DigitalCredentials.setVirtualWalletBehavior' as never,
          { action: 'respond', protocol: 'org-iso-mdoc', response: { from: 'the browser' } } as never,
        );
        await bare.prepareRaw(
          JSON.stringify({ digital: { requests: [{ protocol: 'org-iso-mdoc', data: { a: 1 } }] } }),
        );
        const end = await house.browser.noConsentDuring(async () => {
          await bare.click();
          return bare.end();
        });
        ok('got' in end, JSON.stringify(end));
        deepEqual(
          { protocol: end.got.protocol, data: end.got.data },
          { protocol: 'org-iso-mdoc', data: { from: 'the browser' } },
        );
      },
    },
    {
      name: 'a call that is not for a digital credential goes on to the browser',
      run: async (house) => {
        const bare = await house.bare();
        const error = await bare.page.evaluate(() =>
          navigator.credentials
            .get({ publicKey: { challenge: new Uint8Array(8), rpId: 'example.org' } })
            .then(
              () => 'none',
              (thrown: Error) => thrown.name,
            ),
        );
        equal(error, 'SecurityError');
      },
    },
  ],
});
