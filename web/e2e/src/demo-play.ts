/** The demonstration without a window: plays the person, and looks at everything that happened. */
import type { Page } from 'playwright-core';
import { type ConsentWindow, claimName } from './consent-window.js';
import type { Demo } from './demo.js';
import type { VerifiedLine } from './demo-site.js';
import { SHOTS } from './products.js';
import { Shots } from './shots.js';
import { readToken } from './token.js';

export async function playPerson(demo: Demo): Promise<void> {
  const { narrator, person, site, language } = demo;
  const shots = new Shots(SHOTS);
  const picture = async (page: Page, name: string): Promise<void> =>
    narrator.note(`picture: ${await shots.take(page, name)}`);

  await makeVault(demo, picture);
  await narrator.step('The person picks a contact file', () => person.pickFile(demo.vcard));
  await picture(await person.vault(), 'what-the-file-holds');
  await narrator.step('They add what is in it', () => person.addPicked());
  const before = await person.data();
  await picture(await person.vault(), 'the-vault');

  const shop = await demo.browser.context.newPage();
  await narrator.step('The person opens the shop', () => shop.goto(site.url({ lang: language })));
  await picture(shop, 'the-shop');
  const window = await narrator.step(
    'They click its button, and Hailstone opens its own window',
    async () => {
      const opened = await person.consentAfter(() => shop.locator('#wallet-button').click());
      return opened.reaches('ready', 'incomplete', 'nothing-matches', 'invalid');
    },
  );
  await picture(window.page, 'the-request');
  if ((await window.state()) !== 'ready')
    throw new Error(
      'the request: the shop needs a name, an e-mail address and a postal address, and the file lacks one',
    );
  await decide(demo, window);
  await picture(window.page, 'the-decision');
  const promised = await window.sent();
  await narrator.step(`They click Share: ${Object.keys(promised).length} details`, () => window.share());

  const line = await narrator.step('The site decrypts and verifies the answer', async () => {
    const answer = await site.answer();
    if (answer.event !== 'verified') throw new Error(`the site refused it: ${answer.code}`);
    await shop.locator('#received').waitFor();
    return answer;
  });
  await picture(shop, 'what-the-shop-got');
  print(demo, line);
  await narrator.step('What the window showed is what the site got, and nothing more', async () => {
    compare('the tokens', claimsOf(line), promised);
    compare('the page of the shop', await rowsOf(shop), promised);
  });

  await narrator.step('The browser is closed and opened again', () => demo.browser.reopen());
  await narrator.step('The data is still there, and locked', async () => {
    await person.reachVault('locked');
  });
  await picture(await person.vault(), 'locked-again');
  await narrator.step('The person unlocks the vault and finds everything in it', async () => {
    await (demo.card === null ? person.unlock() : person.unlockWithCard());
    const after = await person.data();
    if (after.join() !== before.join()) throw new Error('the vault holds something else than before');
  });
  await narrator.step('The history has the receipt', async () => {
    const [receipt] = await person.receipts();
    if (receipt?.outcome !== 'shared' || receipt.origin !== site.origin)
      throw new Error(`the newest receipt is ${JSON.stringify(receipt)}`);
    compareNames(receipt.claims, Object.keys(promised));
  });
  await picture(await person.vault(), 'the-receipt');
  console.log(`\nThe whole chain works. Pictures are in ${SHOTS}`);
}

async function makeVault(demo: Demo, picture: (page: Page, name: string) => Promise<void>): Promise<void> {
  const { narrator, person, card } = demo;
  await person.speak(demo.language);
  if (card === null) {
    await person.typeNewPassphrase();
    await picture(await person.vault(), 'make-a-vault');
    await narrator.step('The person makes a vault with a passphrase', async () => {
      await (await person.vault()).getByTestId('create-submit').click();
      await person.reachVault('unlocked');
    });
    return;
  }
  await narrator.step('The person looks for cards', async () => {
    await (await person.lookForCards()).getByTestId('create-card').waitFor();
  });
  await picture(await person.vault(), 'make-a-vault');
  await narrator.step('They make a vault with the card; the bridge asks for the PIN', async () => {
    await (await person.vault()).getByTestId('create-card-submit').click();
    await person.reachVault('unlocked');
  });
  narrator.note(`the PIN dialog said: ${card.dialogs().at(-1)}`);
}

/** Adds the date of birth, keeps the telephone number back, and takes the second address when there is one. */
async function decide({ narrator }: Demo, window: ConsentWindow): Promise<void> {
  await narrator.step('They read it, add one optional detail, and choose among their addresses', async () => {
    if ((await window.tickBox('birthdate').count()) > 0) await window.tick('birthdate');
    const addresses = window.page.getByTestId('consent-record-address');
    if ((await addresses.count()) > 0) await window.chooseOther('address');
    await window.readyToShare();
  });
}

function print({ narrator }: Demo, line: VerifiedLine): void {
  const { presentations, subject, person, contact, address } = line;
  for (const { id, raw } of presentations) {
    const { header, payload, disclosures, binding } = readToken(raw);
    console.log(`\nThe token “${id}” as the site received it:\n${raw}\n\nIn it:`);
    narrator.note(JSON.stringify({ header, payload }, null, 2));
    narrator.note(
      `disclosures:\n${disclosures.map((disclosure) => `  ${JSON.stringify(disclosure)}`).join('\n')}`,
    );
    narrator.note(`key binding: ${JSON.stringify(binding, null, 2)}`);
  }
  console.log('\nVerified by the site:');
  narrator.note(JSON.stringify({ subject, person, contact, address }, null, 2));
  console.log();
}

/** Read from the tokens themselves, not from what the site says about them. */
function claimsOf({ presentations }: VerifiedLine): Record<string, unknown> {
  return Object.fromEntries(
    presentations.flatMap(({ id, raw }) =>
      Object.entries(readToken(raw).claims).map(([claim, value]) => [claimName(id, claim), value]),
    ),
  );
}

async function rowsOf(shop: Page): Promise<Record<string, unknown>> {
  const rows = await shop
    .locator('#received tr[data-value]')
    .evaluateAll((found) =>
      found.map((row) => [row.getAttribute('data-claim'), row.getAttribute('data-value')]),
    );
  return Object.fromEntries(rows) as Record<string, unknown>;
}

function compare(where: string, got: Record<string, unknown>, promised: Record<string, string>): void {
  compareNames(Object.keys(got), Object.keys(promised));
  for (const [name, value] of Object.entries(promised)) {
    // A window shows an address of several lines on one.
    if (String(got[name]).replace(/\s+/g, ' ') !== value.replace(/\s+/g, ' '))
      throw new Error(
        `${where}: ${name} is ${JSON.stringify(got[name])}, the window showed ${JSON.stringify(value)}`,
      );
  }
}

function compareNames(got: readonly string[], promised: readonly string[]): void {
  const [left, right] = [got, promised].map((names) =>
    names
      .map((name) => name.replace(/^(person|contact)\./, ''))
      .sort()
      .join(', '),
  );
  if (left !== right) throw new Error(`got: ${left}; the window showed: ${right}`);
}
