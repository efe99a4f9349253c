/** A vault on a card, in Firefox: the event page ends with the core in it, and what was unlocked is parked. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type CardOptions, CardStack } from '../card.js';
import { Firefox } from '../firefox.js';
import { suite } from '../runner.js';

const IDLE_MS = 1_500;

/** Firefox, with a card in the reader of its computer. */
export class FirefoxCardHouse {
  readonly cards: CardStack;
  readonly firefox: Firefox;

  private constructor(cards: CardStack, firefox: Firefox) {
    this.cards = cards;
    this.firefox = firefox;
  }

  static async start(options: CardOptions = {}): Promise<FirefoxCardHouse> {
    const cards = await CardStack.start(options);
    const prepare = async (home: string): Promise<void> => {
      mkdirSync(join(home, '.mozilla'), { recursive: true });
      const person = { env: { ...process.env, HOME: home, XDG_CONFIG_HOME: join(home, '.config') } };
      await cards.prepareFirefox(person);
    };
    return new FirefoxCardHouse(cards, await Firefox.start({ env: cards.env, prepare, idleMs: IDLE_MS }));
  }

  tidy(): Promise<void> {
    return this.firefox.tidy();
  }

  async explain(name: string): Promise<string[]> {
    return [...(await this.firefox.explain(name)), ...this.cards.dialogs()];
  }

  async end(): Promise<void> {
    await this.firefox.end();
    await this.cards.end();
  }

  /** With the background stopped by force while no page of ours is open; `meanwhile` happens then. */
  async stopped(meanwhile: () => Promise<void>): Promise<void> {
    const { firefox } = this;
    await firefox.driver.get('about:blank');
    await firefox.stopBackground();
    await meanwhile();
    await firefox.driver.get(firefox.url('vault.html'));
  }

  remove(): Promise<void> {
    return this.cards.removeAndWait(0);
  }

  async unlock(): Promise<void> {
    await this.firefox.byTestId('card-presence', '[data-card="true"]');
    await this.firefox.click('[data-testid="unlock-card"]');
    await this.firefox.byTestId('vault', '[data-state="unlocked"]');
  }
}

export const firefoxCard = suite<FirefoxCardHouse>({
  name: 'firefox: a card',
  make: () => FirefoxCardHouse.start(),
  scenarios: [
    {
      name: 'is seen when it is put in, and locks the vault when it is taken out, also while the background is stopped',
      run: async (house) => {
        const { firefox, cards } = house;
        await firefox.openTab(firefox.url('vault.html'));
        await firefox.click('[data-testid="create-means-card"]');
        await firefox.byTestId('create-card');
        await house.remove();
        await firefox.byTestId('create-no-card');
        await cards.insert(0);
        await firefox.byTestId('create-card');
        await firefox.click('[data-testid="create-card-submit"]');
        await firefox.byTestId('vault', '[data-state="unlocked"]');
        await firefox.click('[data-testid="tab-safety"]');
        await firefox.click('[data-testid="card-lock"]');
        await firefox.byTestId('card-lock', ':checked');

        // It is taken out in front of everybody.
        await house.remove();
        await firefox.byTestId('vault', '[data-state="locked"]');
        await firefox.byTestId('card-presence', '[data-card="false"]');
        await cards.insert(0);
        await house.unlock();

        // Nothing happens while the background is stopped: it goes on.
        await house.stopped(async () => undefined);
        await firefox.byTestId('vault', '[data-state="unlocked"]');
        await house.stopped(() => house.remove());
        await firefox.byTestId('vault', '[data-state="locked"]');
        await cards.insert(0);
        await house.unlock();

        // Nobody looks at a page of ours, and nothing happens: whoever waits for the card is not idle. A background that slept
        // would find the card in its reader again.
        await firefox.driver.get('about:blank');
        await new Promise((resolve) => setTimeout(resolve, 4 * IDLE_MS));
        await house.remove();
        await new Promise((resolve) => setTimeout(resolve, 500));
        await cards.insert(0);
        await firefox.driver.get(firefox.url('vault.html'));
        await firefox.byTestId('vault', '[data-state="locked"]');
        await cards.insert(0);
        await house.unlock();
      },
    },
  ],
});
