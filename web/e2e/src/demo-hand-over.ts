/** The demonstration in a window: sets the vault up, then the person goes on by themselves. */
import { PIN } from './card.js';
import type { Demo } from './demo.js';
import { opener } from './demo.js';
import { messageOf } from './narrator.js';
import { readToken } from './token.js';

export async function handOver(demo: Demo): Promise<void> {
  const { narrator, person, site, card, browser } = demo;
  await person.speak(demo.language);
  if (card === null) {
    await narrator.step('A vault is made for you', () => person.createVault());
  } else {
    narrator.note(`If a window asks for the card’s PIN, type ${PIN}.`);
    const page = await narrator.step('The card is found', () => person.lookForCards());
    page.setDefaultTimeout(PERSON_MS);
    await narrator.step('A vault is made for you with the card', () => person.createVaultWithCard());
  }
  await narrator.step('A contact file is brought in', () => person.importFile(demo.vcard));
  const shop = await browser.context.newPage();
  await narrator.step('The shop is opened', () => shop.goto(site.url({ lang: demo.language })));
  console.log(`
Now it is your turn, in the browser:

  1. In the tab “Heron Parcels”, click the button that fills the form in from the wallet.
  2. A window of Hailstone opens. Read what would be sent. Tick what you like, choose an address.
  3. Click Share, or Refuse. Share takes no click in its first moments.
  4. The shop shows what it got, and so do these lines.
  5. The other tab is your vault: “History” has the receipt. “Lock” it and ask again from the shop.
     Your vault opens with ${opener(card)}.

Close the browser when you are done.
`);
  await Promise.all([
    follow(demo),
    new Promise<void>((resolve) => browser.context.once('close', () => resolve())),
  ]);
}

const PERSON_MS = 180_000;
const LOOK_MS = 250;

/** Says what arrives at the site, until the browser is closed. */
async function follow({ site, browser }: Demo): Promise<void> {
  let open = true;
  browser.context.once('close', () => {
    open = false;
  });
  for (let seen = 0; open; ) {
    const line = site.lines[seen];
    if (line === undefined) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      continue;
    }
    seen += 1;
    if (line.event === 'refused') {
      console.log(`The site refused an answer: ${line.code}`);
      continue;
    }
    console.log('The site received and verified:');
    for (const { id, raw } of line.presentations) {
      try {
        console.log(`  ${id}: ${JSON.stringify(readToken(raw).claims)}\n  ${raw}\n`);
      } catch (error) {
        console.log(`  ${id}: ${messageOf(error)}`);
      }
    }
  }
}
