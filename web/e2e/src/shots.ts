/** Numbered pictures of what a person sees. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

export class Shots {
  readonly #folder: string;
  #number = 0;

  /** Empties the folder of the pictures of the last time. */
  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(folder)) if (name.endsWith('.png')) rmSync(join(folder, name));
  }

  /** Of the whole page, also what has to be scrolled to. Returns where the picture is. */
  async take(page: Page, name: string): Promise<string> {
    this.#number += 1;
    const path = join(this.#folder, `${String(this.#number).padStart(2, '0')}-${name}.png`);
    const restore = await unroll(page);
    await page.screenshot({ path, fullPage: true, animations: 'disabled' });
    await restore();
    return path;
  }
}

/** Makes a window whose content scrolls between its bars as high as that content. */
async function unroll(page: Page): Promise<() => Promise<void>> {
  const size = await page.evaluate(() => {
    const main = document.querySelector('main');
    const hidden = main === null ? 0 : main.scrollHeight - main.clientHeight;
    return {
      width: innerWidth,
      height: innerHeight,
      hidden: hidden > 0 && document.body.scrollHeight <= innerHeight ? hidden : 0,
    };
  });
  if (size.hidden === 0) return async () => undefined;
  await page.setViewportSize({ width: size.width, height: size.height + size.hidden });
  return () => page.setViewportSize({ width: size.width, height: size.height });
}
