/**
 * Asks the browser to keep what this origin stores when it runs out of room. Firefox says yes without asking anybody,
 * because of the permission `unlimitedStorage`. To Chromium the permission alone says it, and the answer here may be no.
 */
export function keepStorage(): void {
  navigator.storage?.persist?.().catch(() => undefined);
}

/** Whether the browser has promised it. */
export async function isStorageKept(): Promise<boolean> {
  return navigator.storage.persisted().catch(() => false);
}
