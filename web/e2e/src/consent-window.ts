/** The consent window, read and used as a person does: what stands in it, and its boxes and buttons. */
import type { Locator, Page } from 'playwright-core';
import { until } from './chromium.js';

/** One line of the window. `name` is as a site knows it: `person.name`, `address.locality`. */
export interface Shown {
  readonly name: string;
  readonly value: string;
  readonly sent: boolean;
}

/** The parts of an address carry its name already. */
export function claimName(credential: string, claim: string): string {
  return claim.startsWith('address.') ? claim : `${credential}.${claim}`;
}

export class ConsentWindow {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Waits for one of these states, by `data-state`. */
  async reaches(...states: readonly string[]): Promise<this> {
    const any = states.map((state) => `[data-testid="consent"][data-state="${state}"]`).join(',');
    await this.page.locator(any).waitFor();
    return this;
  }

  async state(): Promise<string> {
    return (await this.page.getByTestId('consent').getAttribute('data-state')) ?? '';
  }

  origin(): Promise<string> {
    return this.page.getByTestId('consent-origin').innerText();
  }

  purpose(): Promise<string> {
    return this.page.getByTestId('consent-purpose').first().innerText();
  }

  /** Every value in the window, in order. */
  async shown(): Promise<Shown[]> {
    const rows = await this.page.locator('[data-testid^="consent-claim-"]').all();
    return Promise.all(
      rows.map(async (row) => {
        const claim = (await row.getAttribute('data-testid'))?.slice('consent-claim-'.length) ?? '';
        const group = row.locator('xpath=ancestor::*[starts-with(@data-testid, "consent-group-")]');
        const credential = (await group.getAttribute('data-testid'))?.slice('consent-group-'.length) ?? '';
        const name = claimName(credential, claim);
        const value = await row.locator('.claim-value').innerText();
        return { name, value, sent: (await row.getAttribute('data-sent')) === 'yes' };
      }),
    );
  }

  /** What would go out, by name. */
  async sent(): Promise<Record<string, string>> {
    const sent = (await this.shown()).filter((row) => row.sent);
    return Object.fromEntries(sent.map(({ name, value }) => [name, value]));
  }

  tickBox(claim: string): Locator {
    return this.page.getByTestId(`consent-tick-${claim}`);
  }

  async tick(claim: string): Promise<void> {
    await this.tickBox(claim).click();
    await this.page.locator(`[data-testid="consent-claim-${claim}"][data-sent="yes"]`).waitFor();
  }

  /** Takes the first record that was not chosen. */
  async chooseOther(kind: 'person' | 'email' | 'phone' | 'address'): Promise<void> {
    const before = JSON.stringify((await this.shown()).map(({ value }) => value));
    const records = this.page.getByTestId(`consent-record-${kind}`);
    await records.getByRole('radio', { checked: false }).first().click();
    await until('the values of the other record are shown', async () => {
      const after = (await this.shown()).map(({ value }) => value);
      return JSON.stringify(after) !== before;
    });
  }

  /** The button takes no clicks in the first moments. */
  async readyToShare(): Promise<void> {
    await this.page.locator('[data-testid="consent-share"][aria-disabled="false"]').waitFor();
  }

  async unlock(passphrase: string): Promise<void> {
    await this.page.getByTestId('unlock-passphrase').fill(passphrase);
    await this.page.getByTestId('unlock-submit').click();
  }

  shareButton(): Locator {
    return this.page.getByTestId('consent-share');
  }

  /** Waits, as a person has to, until the button takes clicks. */
  async share(): Promise<void> {
    await this.#leave(this.shareButton());
  }

  /** The window stays where something stands in the way. */
  async clickToShare(): Promise<void> {
    await this.readyToShare();
    await this.shareButton().click();
  }

  /** Clicks Share, and leaves the window at its sign that it is sealing the answer, which has not been asked for yet. */
  async stayAtSharing(): Promise<void> {
    // The window asks for it two frames after the sign is drawn.
    await this.page.evaluate(() => {
      window.requestAnimationFrame = () => 0;
    });
    await this.page.bringToFront();
    await this.shareButton().click();
    await this.page.locator('[data-testid="busy"][data-busy="yes"]').waitFor();
  }

  async refuse(): Promise<void> {
    await this.#leave(this.page.getByTestId('consent-refuse'));
  }

  async closeByButton(): Promise<void> {
    await this.#leave(this.page.getByTestId('consent-close'));
  }

  /** As by the window's own frame. */
  async close(): Promise<void> {
    await this.page.close();
  }

  async #leave(button: Locator): Promise<void> {
    await Promise.all([this.page.waitForEvent('close'), button.click()]);
  }
}
