import type { Page } from 'playwright-core';

/** Waits until a screen says what went wrong, by its code. */
export function faultOn(page: Page, code: string): Promise<void> {
  return page.locator(`[data-testid="fault"][data-code="${code}"]`).waitFor();
}
