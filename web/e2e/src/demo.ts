/** `cargo xtask demo`: the whole chain, shown. */
import { parseArgs } from 'node:util';
import { CardStack, PIN } from './card.js';
import { Chromium } from './chromium.js';
import { handOver } from './demo-hand-over.js';
import { playPerson } from './demo-play.js';
import { DemoSite } from './demo-site.js';
import { messageOf, Narrator } from './narrator.js';
import { PASSPHRASE, Person } from './person.js';
import { SAMPLE } from './products.js';

export interface Demo {
  readonly browser: Chromium;
  readonly person: Person;
  readonly site: DemoSite;
  readonly card: CardStack | null;
  readonly vcard: string;
  readonly language: 'en' | 'de';
  readonly narrator: Narrator;
}

const { values } = parseArgs({
  options: {
    headless: { type: 'boolean', default: false },
    card: { type: 'boolean', default: false },
    vcard: { type: 'string', default: SAMPLE },
    lang: { type: 'string', default: 'en' },
  },
});

const narrator = new Narrator();
const endings: (() => Promise<void>)[] = [];
try {
  await show();
} catch (error) {
  console.error(`\nThe demonstration failed in ${messageOf(error)}`);
  process.exitCode = 1;
} finally {
  for (const end of endings.reverse()) await end().catch((error: unknown) => console.error(messageOf(error)));
}

async function show(): Promise<void> {
  const headless = values.headless === true;
  if (!headless && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)
    throw new Error('its start: there is no screen here. Say --headless to have the person played');

  const site = await narrator.step('The demonstration site starts', () => DemoSite.start());
  endings.push(() => site.end());
  narrator.note(site.origin);

  const card = values.card ? await startCard(!headless) : null;
  const browser = await narrator.step('Chromium starts with the extension and a fresh profile', () =>
    Chromium.start({
      headless,
      ...(card === null ? {} : { env: card.env, prepare: (fresh: Chromium) => prepareCard(card, fresh) }),
    }),
  );
  endings.push(() => browser.end());

  const demo: Demo = {
    browser,
    person: new Person(browser),
    site,
    card,
    vcard: values.vcard ?? SAMPLE,
    language: values.lang === 'de' ? 'de' : 'en',
    narrator,
  };
  await (headless ? playPerson(demo) : handOver(demo));
}

async function startCard(askPerson: boolean): Promise<CardStack> {
  const card = await narrator.step('A card reader starts, with a virtual OpenPGP card in it', () =>
    CardStack.start({ askPerson }),
  );
  endings.push(() => card.end());
  return card;
}

/** Inside the step that starts the browser, because the files of its profile are written then. */
async function prepareCard(card: CardStack, browser: Chromium): Promise<void> {
  await card.prepare(browser);
}

/** What opens the vault, in words. */
export function opener(card: CardStack | null): string {
  return card === null ? `the passphrase “${PASSPHRASE}”` : `the card, whose PIN is ${PIN}`;
}
