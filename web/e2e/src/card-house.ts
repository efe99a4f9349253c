/** A browser with a virtual card in the reader of its computer, and somebody in front of it. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { type CardOptions, CardStack } from './card.js';
import { Chromium, until } from './chromium.js';
import { House } from './house.js';
import { product, SAMPLE } from './products.js';
import { type Suite, suite } from './runner.js';

export class CardHouse extends House {
  readonly cards: CardStack;

  private constructor(browser: Chromium, cards: CardStack) {
    super(browser);
    this.cards = cards;
  }

  static async with(options: CardOptions): Promise<CardHouse> {
    const cards = await CardStack.start(options);
    const prepare = (browser: Chromium): Promise<void> => cards.prepare(browser);
    return new CardHouse(await Chromium.start({ headless: true, env: cards.env, prepare }), cards);
  }

  override async tidy(): Promise<void> {
    // Every scenario has a reader and a browser of its own.
  }

  override async explain(name: string): Promise<string[]> {
    return [...(await super.explain(name)), ...this.cards.dialogs()];
  }

  override async end(): Promise<void> {
    await super.end();
    await this.cards.end();
  }

  /** For who looks at them after the run. */
  async picture(page: Page, name: string): Promise<void> {
    const folder = join(product('output'), 'e2e-pictures');
    mkdirSync(folder, { recursive: true });
    await page.screenshot({
      path: join(folder, `cards-${name}.png`),
      fullPage: true,
      animations: 'disabled',
    });
  }

  /** Returns when the reader has noticed. */
  remove(slot: number): Promise<void> {
    return this.cards.removeAndWait(slot);
  }

  /** pcscd looks a few times a second; nobody takes a card out and puts one in between two looks. */
  async noticed(): Promise<void> {
    await until('pcscd notices that a card is gone', () => this.cards.pcscdLog().includes('Card Removed'));
  }

  /** A vault on the first card, with the sample in it, locked. */
  async furnish(): Promise<string[]> {
    await this.person.createVaultWithCard();
    await this.person.importFile(SAMPLE);
    const data = await this.person.data();
    await this.person.lock();
    return data;
  }
}

export async function saysFault(page: Page, code: string): Promise<string> {
  const fault = page.locator(`[data-testid="fault"][data-code="${code}"]`);
  await fault.waitFor();
  return fault.innerText();
}

export function cardSuite(
  name: string,
  options: CardOptions,
  rule: string,
  run: (house: CardHouse) => Promise<void>,
): Suite {
  return suite<CardHouse>({
    name,
    make: () => CardHouse.with(options),
    fresh: true,
    scenarios: [{ name: rule, run }],
  });
}
