/** A credential that an issuer has bound to a key on a card: the card signs for the site, beside what the person says, with one PIN. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { STONE_PIN } from '../card.js';
import { type CardHouse, cardSuite, saysFault } from '../card-house.js';
import { until } from '../chromium.js';
import { degree, ISSUER_JWK } from '../issuer.js';
import { SAMPLE } from '../products.js';
import type { Suite } from '../runner.js';
import { add, BESIDE } from './credentials.js';
import { passedSealed } from './stone.js';

const STONE = { stone: true, meddled: true } as const;

/** A vault in the file, opened by the card, with the sample in it and a degree that is bound to another key of the card. */
async function furnish(house: CardHouse, ...make: readonly string[]): Promise<void> {
  const page = await house.person.reachVault('none');
  await page.getByTestId('place-file').click();
  await house.person.createVaultWithCard();
  await house.person.importFile(SAMPLE);
  const key = ['credential', 'key', '--label', 'University', '--card', ...make];
  const jwk = (await house.cards.bridge(house.browser, ...key)).trim();
  await page.locator('[data-testid="credential"][data-waiting="yes"]').waitFor();
  await add(house, await degree(jwk), JSON.stringify(ISSUER_JWK));
  await page.locator('[data-testid="credentials-done"][data-done="added"]').waitFor();
  match(
    await page.getByTestId('credential-card').innerText(),
    /Bound to a key on card [0-9a-fA-F]{4}[ :][0-9a-fA-F]{4}/,
  );
}

function asked(house: CardHouse): number {
  return house.cards.dialogs().filter((line) => line.includes('to sign with the key on the card')).length;
}

export const signing: readonly Suite[] = [
  cardSuite(
    'a credential on a Hailstone card',
    STONE,
    'is signed by the card for a site beside own data, with one PIN, and the site verifies both',
    async (house) => {
      await furnish(house, '--make');
      const asking = await house.asks(BESIDE);
      await asking.window.reaches('ready');
      const { page } = asking.window;
      match(
        await page.getByTestId('consent-card').innerText(),
        /^Card [0-9a-f]{4} [0-9a-f]{4} has to sign this/,
      );
      equal(asked(house), 0);
      await asking.window.share();
      const { claims } = await house.opened(asking);
      deepEqual(claims.degree, { degree: 'Doctor of Letters', awarded: 1840 });
      equal(typeof claims.contact?.email, 'string');
      equal(asked(house), 1);
      await house.receiptSays(asking.origin, 'shared');
      passedSealed(house.cards);
    },
  ),
  cardSuite(
    'a credential on a Hailstone card that does not sign',
    // To make the vault, to open it for the tool, to prove the key, to give up twice; then the card is asked no more.
    { ...STONE, pins: [STONE_PIN, STONE_PIN, STONE_PIN, 'cancel'] },
    'does not go out, and the request is answered with the rest',
    async (house) => {
      await furnish(house, '--make');
      const asking = await house.asks(BESIDE);
      await asking.window.reaches('ready');
      const { page } = asking.window;
      await asking.window.clickToShare();
      await saysFault(page, 'card.pin_cancelled');
      // Not there at all, and signed in between by somebody else.
      house.cards.play('flip');
      await asking.window.clickToShare();
      await saysFault(page, 'card.channel_broken');
      house.cards.play('none');
      await house.remove(0);
      await asking.window.clickToShare();
      await saysFault(page, 'card.absent');
      await page.getByTestId('consent-choice-0').locator('[data-option="1"]').click();
      await page.getByTestId('consent-group-person').waitFor();
      await asking.window.share();
      const { claims } = await house.opened(asking);
      ok(!('degree' in claims));
      equal(typeof claims.contact?.email, 'string');
      await until('nobody was asked more than once', async () => asked(house) === 1);
    },
  ),
  cardSuite(
    'a credential on an OpenPGP card behind a hostile bridge',
    { signing: true, meddled: true },
    'goes out with the signature of its own key and with no other',
    async (house) => {
      await furnish(house);
      const asking = await house.asks(BESIDE);
      await asking.window.reaches('ready');
      house.cards.play('flip');
      await asking.window.clickToShare();
      match(await saysFault(asking.window.page, 'release.signature_wrong'), /Nothing was sent/);
      house.cards.play('none');
      await asking.window.readyToShare();
      await asking.window.share();
      const { claims } = await house.opened(asking);
      deepEqual(claims.degree, { degree: 'Doctor of Letters', awarded: 1840 });
      const said = house.cards.dialogs().filter((line) => line.includes('to sign what goes to '));
      equal(said.length, 2);
    },
  ),
];
