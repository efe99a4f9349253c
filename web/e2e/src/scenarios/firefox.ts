/** The same extension in Firefox: it starts, it is there for a page, and it releases. */
import { deepEqual, equal, match } from 'node:assert/strict';
import { By } from 'selenium-webdriver';
import { ask, QUERIES } from '../asking.js';
import { until } from '../chromium.js';
import { claimName } from '../consent-window.js';
import { Firefox } from '../firefox.js';
import { RECORDS, ready } from '../firefox-person.js';
import { asks, endOf, inSite } from '../firefox-site.js';
import { open } from '../oracle.js';
import { type Suite, suite } from '../runner.js';
import { signed } from '../signer.js';
import { given } from './chain.js';
import { firefoxCard } from './firefox-card.js';
import { firefoxCardCopy } from './firefox-card-copy.js';
import { firefoxCopies } from './firefox-copies.js';
import { firefoxCredentials } from './firefox-credentials.js';
import { firefoxFile } from './firefox-file.js';
import { firefoxRules } from './firefox-rules.js';
import { firefoxSigning } from './firefox-signing.js';
import { firefoxStone } from './firefox-stone.js';

/** What a person does in the consent window, by how it ends. */
const ACTS = {
  shared: (firefox) => firefox.click('[data-testid="consent-share"][aria-disabled="false"]'),
  refused: (firefox) => firefox.click('[data-testid="consent-refuse"]'),
  closed: (firefox) => firefox.driver.close(),
} as const satisfies Record<string, (firefox: Firefox) => Promise<void>>;

const RECEIPTS = `return [...document.querySelectorAll('[data-testid="receipt"]')].map((receipt) =>
  receipt.querySelector('[data-testid="receipt-origin"]').textContent + ' ' + receipt.dataset.outcome)`;

const SHOWN = `return [...document.querySelectorAll('[data-testid^="consent-claim-"][data-sent="yes"]')].map((row) => [
  row.closest('[data-testid^="consent-group-"]').dataset.testid.slice('consent-group-'.length),
  row.dataset.testid.slice('consent-claim-'.length), row.querySelector('.claim-value').innerText])`;

const MAKE_PASSKEY = `return navigator.credentials.create({ publicKey: {
  rp: { name: 'Hailstone' }, user: { id: new Uint8Array(16), name: 'Hailstone', displayName: 'Hailstone' },
  challenge: new Uint8Array(32), pubKeyCredParams: [{ type: 'public-key', alg: -7 }], timeout: 5000,
  extensions: { prf: { eval: { first: new Uint8Array(32) } } } } }).then(() => 'made', ({ name }) => name)`;

export const firefoxSuites: readonly Suite[] = [
  suite<Firefox>({
    name: 'firefox',
    make: () => Firefox.start(),
    scenarios: [
      {
        name: 'the vault page shows',
        run: async (firefox) => {
          await firefox.openTab(firefox.url('vault.html'));
          await firefox.byTestId('vault', '[data-state="none"]');
          await firefox.byTestId('create-passphrase');
        },
      },
      {
        name: 'no passkey is offered, because the browser refuses them to an extension; the day it does not, they are to be',
        run: async (firefox) => {
          await firefox.openTab(firefox.url('vault.html'));
          await firefox.byTestId('create-means-card');
          const offered = await firefox.driver.findElements(By.css('[data-testid="create-means-passkey"]'));
          equal(offered.length, 0);
          equal(await firefox.driver.executeScript(MAKE_PASSKEY), 'SecurityError');
        },
      },
      {
        name: 'a page finds DigitalCredential and a get that is not the browser’s own',
        run: (firefox) =>
          inSite(firefox, async (site) => {
            await firefox.openTab(`${site.origin}/`);
            const found = await firefox.driver.executeScript<Record<string, unknown>>(`return {
              kind: typeof DigitalCredential,
              ours: DigitalCredential.userAgentAllowsProtocol('openid4vp-v1-unsigned'),
              other: DigitalCredential.userAgentAllowsProtocol('nonsense'),
              derived: DigitalCredential.prototype instanceof Credential,
              native: String(CredentialsContainer.prototype.get).includes('[native code]'),
            }`);
            deepEqual(found, { kind: 'function', ours: true, other: false, derived: true, native: false });
          }),
      },
      ...(['P-256', 'X25519'] as const).map((curve) => ({
        name: `a vault is made and filled, a site asks, and gets exactly what the window showed: ${curve}`,
        run: async (firefox: Firefox) => {
          await ready(firefox);
          await inSite(firefox, async (site) => {
            const asked = await ask(QUERIES.all, curve);
            const { page, window } = await asks(firefox, site, asked.data);
            await firefox.byTestId('consent', '[data-state="ready"]');
            const rows = await firefox.driver.executeScript<[string, string, string][]>(SHOWN);
            const promised = Object.fromEntries(
              rows.map(([id, claim, value]) => [claimName(id, claim), value]),
            );
            await ACTS.shared(firefox);
            await until(
              'the window closes',
              async () => !(await firefox.driver.getAllWindowHandles()).includes(window),
            );
            const end = await endOf(firefox, page);
            if (!('got' in end)) throw new Error(`the site got ${end.error.name}: ${end.error.message}`);
            equal(end.got.isInstance, true);
            deepEqual(given(await open(asked, site.origin, end.got.data)), promised);
          });
        },
      })),
      {
        name: 'a signed request: the window says what was proved, and the answer is the same',
        run: async (firefox) => {
          await ready(firefox);
          await inSite(firefox, async (site) => {
            const asked = await ask(QUERIES.name);
            const data = await signed(asked.data, site.origin);
            const { page } = await asks(firefox, site, data, 'openid4vp-v1-signed');
            await firefox.byTestId('consent', '[data-state="ready"]');
            await firefox.byTestId('consent-proof', '[data-proof="unknown-signer"]');
            await ACTS.shared(firefox);
            const end = await endOf(firefox, page);
            if (!('got' in end)) throw new Error(`the site got ${end.error.name}: ${end.error.message}`);
            deepEqual([end.got.protocol, end.got.isInstance], ['openid4vp-v1-signed', true]);
            deepEqual(given(await open(asked, site.origin, end.got.data)), {
              'person.name': 'Wilhelmina Ostertag',
            });
          });
        },
      },
      {
        name: 'the browser keeps the vault when it runs out of room',
        run: async (firefox) => {
          await ready(firefox);
          equal(await firefox.driver.executeScript('return navigator.storage.persisted()'), true);
        },
      },
      {
        name: 'the background is stopped: the vault comes back as it was, unlocked or locked',
        run: async (firefox) => {
          await ready(firefox);
          const records = (): Promise<string[]> => firefox.driver.executeScript(RECORDS);
          const before = await records();
          equal(before.length > 0, true);
          for (let time = 0; time < 2; time += 1) {
            await firefox.stopBackground();
            await firefox.driver.get(firefox.url('vault.html'));
            await firefox.byTestId('vault', '[data-state="unlocked"]');
            await until('the data is shown', async () => (await records()).length > 0);
            deepEqual(await records(), before);
          }
          await inSite(firefox, async (site) => {
            await firefox.stopBackground();
            const { page } = await asks(firefox, site, (await ask(QUERIES.name)).data);
            await firefox.byTestId('consent', '[data-state="ready"]');
            await ACTS.shared(firefox);
            equal('got' in (await endOf(firefox, page)), true);
          });
          await ready(firefox);
          await firefox.click('[data-testid="vault-lock"]');
          await firefox.byTestId('vault', '[data-state="locked"]');
          await firefox.stopBackground();
          await firefox.driver.get(firefox.url('vault.html'));
          await firefox.byTestId('vault', '[data-state="locked"]');
        },
      },
      {
        name: 'a refusal and a closed window look the same to the site',
        run: async (firefox) => {
          await ready(firefox);
          const errors: unknown[] = [];
          for (const how of ['refused', 'closed'] as const) {
            await inSite(firefox, async (site) => {
              const { page } = await asks(firefox, site, (await ask(QUERIES.name)).data);
              await firefox.byTestId('consent', '[data-state="ready"]');
              await ACTS[how](firefox);
              errors.push(await endOf(firefox, page));
            });
          }
          match(JSON.stringify(errors[0]), /NotAllowedError/);
          deepEqual(errors[1], errors[0]);
        },
      },
      {
        name: 'the history has the receipts',
        run: async (firefox) => {
          await ready(firefox);
          const made: [origin: string, outcome: string][] = [];
          for (const outcome of ['shared', 'refused', 'closed'] as const) {
            await inSite(firefox, async (site) => {
              const { page } = await asks(firefox, site, (await ask(QUERIES.name)).data);
              await firefox.byTestId('consent', '[data-state="ready"]');
              await ACTS[outcome](firefox);
              await endOf(firefox, page);
              made.push([site.origin, outcome]);
            });
          }
          await ready(firefox);
          await firefox.click('[data-testid="tab-history"]');
          await until('each receipt is there', async () => {
            const shown = await firefox.driver.executeScript<string[]>(RECEIPTS);
            return made.every(([origin, outcome]) => shown.includes(`${origin} ${outcome}`));
          });
        },
      },
    ],
  }),
  firefoxCredentials,
  firefoxCopies,
  firefoxRules,
  firefoxFile,
  firefoxCard,
  firefoxStone,
  firefoxSigning,
  firefoxCardCopy,
];
