/** What a person does with the vault page, in Firefox. */
import { until } from './chromium.js';
import type { Firefox } from './firefox.js';
import { PASSPHRASE } from './person.js';
import { SAMPLE } from './products.js';

/** In a page: the text of each record. */
export const RECORDS = `return [...document.querySelectorAll('[data-testid="vault-record"]')].map((one) => one.innerText)`;

/** The vault page with the vault open, made where there is none. */
export async function ready(firefox: Firefox): Promise<void> {
  await firefox.openTab(firefox.url('vault.html'));
  await firefox.byTestId('vault', ':not([data-state="loading"])');
  const state = await (await firefox.byTestId('vault')).getAttribute('data-state');
  if (state === 'none') await makeVault(firefox);
  if (state === 'locked') await unlock(firefox);
  await firefox.byTestId('vault', '[data-state="unlocked"]');
  await until('the data or the empty vault is shown', async () => {
    const shown = await firefox.driver.executeScript<number>(
      'return document.querySelectorAll(\'[data-testid="vault-record"],[data-testid="vault-empty"]\').length',
    );
    return shown > 0;
  });
}

export async function makeVault(firefox: Firefox): Promise<void> {
  await (await firefox.byTestId('create-passphrase')).sendKeys(PASSPHRASE);
  await (await firefox.byTestId('create-passphrase-again')).sendKeys(PASSPHRASE);
  await firefox.click('[data-testid="create-submit"]');
  await firefox.byTestId('vault', '[data-state="unlocked"]');
  await (await firefox.byTestId('vault-import-file')).sendKeys(SAMPLE);
  await firefox.click('[data-testid="import-add"]');
  await firefox.byTestId('import-done');
}

export async function unlock(firefox: Firefox, passphrase = PASSPHRASE): Promise<void> {
  await (await firefox.byTestId('unlock-passphrase')).sendKeys(passphrase);
  await firefox.click('[data-testid="unlock-submit"]');
  await firefox.byTestId('vault', '[data-state="unlocked"]');
}
