/** What the product is for: a site asks, a person consents, the site verifies. */
import { deepEqual, equal, notEqual, ok } from 'node:assert/strict';
import { ask, inTheClear, QUERIES } from '../asking.js';
import { claimName } from '../consent-window.js';
import { House } from '../house.js';
import type { Opened } from '../oracle.js';
import { suite } from '../runner.js';

/** Everything that a site got, named as the window names it. */
export function given({ disclosed }: Opened): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(disclosed).flatMap(([id, claims]) =>
      Object.entries(claims).map(([claim, value]) => [claimName(id, claim), value]),
    ),
  );
}

export const chain = suite<House>({
  name: 'the chain',
  make: () => House.furnished(),
  scenarios: [
    ...(['P-256', 'X25519'] as const).flatMap((curve) =>
      (['person', 'address', 'all'] as const).map((query) => ({
        name: `a site gets exactly what the window showed, in a token that others verify: ${query}, ${curve}`,
        run: async (house: House) => {
          const asking = await house.asks(QUERIES[query], curve);
          await asking.window.reaches('ready');
          equal(await asking.window.origin(), asking.origin);
          equal(await asking.window.purpose(), 'To test the whole chain.');
          const promised = await asking.window.sent();
          await asking.window.share();
          deepEqual(given(await house.opened(asking)), promised);
          await house.receiptSays(asking.origin, 'shared');
        },
      })),
    ),
    {
      name: 'the demonstration site verifies what it gets, with our own SDK, on both curves',
      run: async (house) => {
        const site = await house.demoSite();
        for (const [index, enc] of ['P-256', 'X25519'].entries()) {
          const shop = await house.browser.context.newPage();
          await shop.goto(site.url({ enc }));
          const window = await house.person.consentAfter(() => shop.locator('#wallet-button').click());
          await window.reaches('ready');
          const promised = await window.sent();
          await window.share();
          const line = await site.answer(index);
          equal(line.event, 'verified');
          await shop.locator('#received').waitFor();
          const rows = await shop
            .locator('#received tr[data-value]')
            .evaluateAll((found) =>
              found.map((row) => [row.getAttribute('data-claim'), row.getAttribute('data-value')]),
            );
          deepEqual(Object.fromEntries(rows), promised);
          equal(await shop.locator('[id="person.name"]').inputValue(), promised['person.name']);
          await shop.close();
        }
      },
    },
    {
      name: 'an optional claim is not ticked, and stays at home',
      run: async (house) => {
        const asking = await house.asks(QUERIES.person);
        await asking.window.reaches('ready');
        for (const claim of ['birthdate', 'nickname'])
          equal(await asking.window.tickBox(claim).isChecked(), false);
        await asking.window.share();
        deepEqual(given(await house.opened(asking)), { 'person.name': 'Wilhelmina Ostertag' });
      },
    },
    {
      name: 'an optional claim goes when it is ticked, and its neighbour does not',
      run: async (house) => {
        const asking = await house.asks(QUERIES.person);
        await asking.window.reaches('ready');
        await asking.window.tick('nickname');
        await asking.window.share();
        const opened = await house.opened(asking);
        deepEqual(given(opened), { 'person.name': 'Wilhelmina Ostertag', 'person.nickname': 'Mina' });
        deepEqual(opened.claims.person, { name: 'Wilhelmina Ostertag', nickname: 'Mina' });
        await house.receiptSays(asking.origin, 'shared');
        deepEqual((await house.person.receipts(asking.origin))[0]?.claims.sort(), ['name', 'nickname']);
      },
    },
    {
      name: 'an optional type stays at home until it is ticked',
      run: async (house) => {
        const first = await house.asks(QUERIES.optionalContact);
        await first.window.reaches('ready');
        await first.window.share();
        deepEqual(Object.keys((await house.opened(first)).claims), ['person']);

        const second = await house.asks(QUERIES.optionalContact);
        await second.window.reaches('ready');
        await second.window.page.getByTestId('consent-include-contact').check();
        await second.window.page.locator('[data-testid="consent-claim-email"][data-sent="yes"]').waitFor();
        await second.window.share();
        deepEqual(Object.keys((await house.opened(second)).claims).sort(), ['contact', 'person']);
      },
    },
    {
      name: 'the other address goes when it is chosen',
      run: async (house) => {
        const towns: unknown[] = [];
        for (const other of [false, true]) {
          const asking = await house.asks(QUERIES.address);
          await asking.window.reaches('ready');
          if (other) await asking.window.chooseOther('address');
          const promised = await asking.window.sent();
          await asking.window.share();
          const got = given(await house.opened(asking));
          deepEqual(got, promised);
          towns.push(got['address.locality']);
        }
        deepEqual([...towns].sort(), ['Boulder', 'Nederland']);
      },
    },
    {
      name: 'a site knows a person again, and another site knows them by another name',
      run: async (house) => {
        const first = await house.asks(QUERIES.name);
        await first.window.share();
        const { subject } = await house.opened(first);
        const second = await house.asks(QUERIES.name);
        await second.window.share();
        notEqual((await house.opened(second)).subject, subject);
        const again = await house.asksOn(first.bare, first.origin, first.asked);
        await again.window.share();
        equal((await house.opened(again, 1)).subject, subject);
      },
    },
    {
      name: 'an answer that is not encrypted says so before it goes',
      run: async (house) => {
        const bare = await house.bare();
        const { data } = await ask(QUERIES.name);
        await bare.prepare(inTheClear(data));
        const window = await house.person.consentAfter(() => bare.click());
        await window.reaches('ready');
        await window.page.getByTestId('consent-not-encrypted').waitFor();
        await window.share();
        const { vp_token } = (await bare.answer()) as { vp_token?: unknown };
        ok(vp_token !== undefined);
      },
    },
    {
      name: 'two tabs can ask at once, and each gets its own answer',
      run: async (house) => {
        const one = await house.asks(QUERIES.person);
        const two = await house.asks(QUERIES.address);
        await two.window.reaches('ready');
        await two.window.share();
        await one.window.share();
        deepEqual(Object.keys((await house.opened(one)).claims), ['person']);
        deepEqual(Object.keys((await house.opened(two)).claims), ['home']);
      },
    },
    {
      name: 'the screens are German when the person wants German, and the token is the same',
      run: async (house) => {
        await house.person.speak('de');
        try {
          const asking = await house.asks(QUERIES.all);
          await asking.window.reaches('ready');
          equal(await asking.window.page.locator('html').getAttribute('lang'), 'de');
          equal(await asking.window.page.getByTestId('consent-refuse').innerText(), 'Ablehnen');
          await asking.window.share();
          await house.opened(asking);
        } finally {
          await house.person.speak('en');
        }
      },
    },
  ],
});
