/** axe-core in a page: the rules of accessibility that a program can check. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[];
}

/** Throws when a rule is broken, in the light or in the dark. */
export async function mustBeAccessible(page: Page, what: string): Promise<void> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.evaluate(settle);
    // Through the debugger, which the page's own rules about scripts do not concern.
    await page.evaluate(SOURCE);
    const violations = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
      return (await axe.run()).violations;
    });
    for (const { id, help, nodes } of violations) {
      const where = nodes
        .map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`)
        .join('\n');
      found.push(`${what}, ${colorScheme}: ${id}: ${help}\n${where}`);
    }
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  if (found.length > 0) throw new Error(found.join('\n'));
}

/** A colour on its way to another has no contrast to judge: what began to move before motion was reduced arrives at once. */
function settle(): void {
  for (const animation of document.getAnimations()) {
    if (animation instanceof CSSTransition) animation.finish();
  }
}
