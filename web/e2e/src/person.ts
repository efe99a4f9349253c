/** Plays the person at the browser: what they click and type in the vault page, and nothing that they could not do. */
import type { Page } from 'playwright-core';
import type { Chromium } from './chromium.js';
import { ConsentWindow } from './consent-window.js';

export const PASSPHRASE = 'lantern orchard velvet compass';

export class Person {
  readonly browser: Chromium;
  #vault: Page | null = null;

  constructor(browser: Chromium) {
    this.browser = browser;
  }

  /** The vault page, opened when it is not. */
  async vault(): Promise<Page> {
    if (this.#vault === null || this.#vault.isClosed() || this.#vault.context() !== this.browser.context) {
      this.#vault = await this.browser.context.newPage();
      await this.#vault.goto(this.browser.url('vault.html'));
    }
    await this.#vault.bringToFront();
    return this.#vault;
  }

  async vaultState(): Promise<string> {
    const page = await this.vault();
    await page.locator('[data-testid="vault"]:not([data-state="loading"])').waitFor();
    return (await page.getByTestId('vault').getAttribute('data-state')) ?? '';
  }

  async reachVault(state: 'none' | 'locked' | 'unlocked'): Promise<Page> {
    const page = await this.vault();
    await page.locator(`[data-testid="vault"][data-state="${state}"]`).waitFor();
    return page;
  }

  async speak(language: 'en' | 'de'): Promise<void> {
    const page = await this.vault();
    await page.getByTestId('settings-language').selectOption(language);
    await page.locator(`html[lang="${language}"]`).waitFor();
  }

  async typeNewPassphrase(passphrase = PASSPHRASE): Promise<void> {
    const page = await this.reachVault('none');
    await page.getByTestId('create-means-passphrase').check();
    await page.getByTestId('create-passphrase').fill(passphrase);
    await page.getByTestId('create-passphrase-again').fill(passphrase);
  }

  async createVault(passphrase = PASSPHRASE): Promise<void> {
    await this.typeNewPassphrase(passphrase);
    const page = await this.vault();
    await page.getByTestId('create-submit').click();
    await this.reachVault('unlocked');
  }

  /** Looks for cards, and leaves the list of them on the screen. */
  async lookForCards(): Promise<Page> {
    const page = await this.reachVault('none');
    await page.getByTestId('create-means-card').check();
    await page.getByTestId('create-look').click();
    return page;
  }

  async createVaultWithCard(number = 0): Promise<void> {
    const page = await this.lookForCards();
    await page.getByTestId('create-card').nth(number).check();
    await page.getByTestId('create-card-submit').click();
    await this.reachVault('unlocked');
  }

  /** Picks a vCard file and stops at the question whether to add what is in it. */
  async pickFile(file: string): Promise<number> {
    const page = await this.reachVault('unlocked');
    await page.getByTestId('tab-data').click();
    await page.getByTestId('vault-import-file').setInputFiles(file);
    await page.getByTestId('import-preview').waitFor();
    return page.getByTestId('import-record').count();
  }

  async addPicked(): Promise<void> {
    const page = await this.vault();
    await page.getByTestId('import-add').click();
    await page.getByTestId('import-done').waitFor();
  }

  async importFile(file: string): Promise<void> {
    await this.pickFile(file);
    await this.addPicked();
  }

  /** The page about how the vault is opened, copied and locked. */
  async openSafety(): Promise<Page> {
    const page = await this.reachVault('unlocked');
    await page.getByTestId('tab-safety').click();
    await page.locator('#access-heading').waitFor();
    return page;
  }

  async lock(): Promise<void> {
    const page = await this.reachVault('unlocked');
    await page.getByTestId('vault-lock').click();
    await this.reachVault('locked');
  }

  async unlock(passphrase = PASSPHRASE): Promise<void> {
    const page = await this.reachVault('locked');
    await page.getByTestId('unlock-passphrase').fill(passphrase);
    await page.getByTestId('unlock-submit').click();
    await this.reachVault('unlocked');
  }

  async clickUnlockWithCard(): Promise<Page> {
    const page = await this.reachVault('locked');
    await page.getByTestId('unlock-card').click();
    return page;
  }

  async unlockWithCard(): Promise<void> {
    await this.clickUnlockWithCard();
    await this.reachVault('unlocked');
  }

  /** The outcomes in the history, newest first, for one site when it is named. */
  async receipts(origin?: string): Promise<{ origin: string; outcome: string; claims: string[] }[]> {
    const page = await this.reachVault('unlocked');
    await page.getByTestId('tab-history').click();
    await page.locator('[data-testid="receipt"], [data-testid="history-empty"]').first().waitFor();
    const receipts = await Promise.all(
      (await page.getByTestId('receipt').all()).map(async (receipt) => ({
        origin: await receipt.getByTestId('receipt-origin').innerText(),
        outcome: (await receipt.getAttribute('data-outcome')) ?? '',
        claims: await receipt
          .locator('[data-testid^="receipt-claim-"]')
          .evaluateAll((chips) => chips.map((chip) => chip.getAttribute('data-testid')?.slice(14) ?? '')),
      })),
    );
    return origin === undefined ? receipts : receipts.filter((receipt) => receipt.origin === origin);
  }

  /** Every field in the vault: its record's kind, its name, and its value when it is not the title itself. */
  async data(): Promise<string[]> {
    const page = await this.reachVault('unlocked');
    await page.getByTestId('tab-data').click();
    await page.getByTestId('vault-record').first().waitFor();
    const records = await page.getByTestId('vault-record').all();
    return Promise.all(records.map((record) => record.innerText()));
  }

  async consentAfter(act: () => Promise<unknown>): Promise<ConsentWindow> {
    return new ConsentWindow(await this.browser.consentAfter(act));
  }
}
