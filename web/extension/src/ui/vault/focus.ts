import type { VaultState } from './state.js';

/** What had the focus last. */
let last: EventTarget | null = null;
document.addEventListener('focusin', ({ target }) => {
  last = target;
});

/**
 * Where what had the focus is gone, because the page shows something else, the focus goes to the heading of that: those
 * who do not see the page begin there, and not at its top again. A field that is still there keeps it.
 */
export function keepFocus(before: VaultState, now: VaultState): void {
  const { activeElement, body } = document;
  if (activeElement !== null && activeElement !== body) return;
  if (!isOther(before, now) && !isGone(last)) return;
  const heading =
    document.getElementById('import-heading') ??
    document.getElementById('access-form') ??
    document.getElementById('card-copy-form') ??
    document.querySelector<HTMLElement>('h1');
  heading?.focus();
}

/** A card in a list, after it was taken out. */
function isGone(element: EventTarget | null): boolean {
  return element instanceof Element && !element.isConnected;
}

/** Not when the page first shows something: where one begins then is the browser's to say. */
function isOther(before: VaultState, now: VaultState): boolean {
  if (before.status === null) return false;
  return (
    before.status.state !== now.status?.state ||
    before.importing.step !== now.importing.step ||
    before.access.doing.step !== now.access.doing.step ||
    (before.cardCopy.cards === null) !== (now.cardCopy.cards === null)
  );
}
