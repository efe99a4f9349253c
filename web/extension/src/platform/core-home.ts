/**
 * Where the core lives in Chromium: one offscreen document, because the service worker is stopped when it is idle and
 * would take the unlocked vault with it.
 */
import { api } from './api.js';

const PAGE = 'offscreen.html';
const WAKE = { to: 'core-host', type: 'connect' } as const;

let opening: Promise<void> | null = null;

/** Makes the offscreen document connect to the background, creating it first if there is none. */
export async function callCoreHome(): Promise<void> {
  opening ??= open().finally(() => {
    opening = null;
  });
  await opening;
}

async function open(): Promise<void> {
  const existing = await api.runtime.getContexts({
    contextTypes: [api.runtime.ContextType.OFFSCREEN_DOCUMENT],
    documentUrls: [api.runtime.getURL(PAGE)],
  });
  if (existing.length > 0) {
    await api.runtime.sendMessage(WAKE).catch(() => undefined);
    return;
  }
  await api.offscreen.createDocument({
    url: PAGE,
    // The document starts the worker in which the wallet module runs.
    reasons: [api.offscreen.Reason.WORKERS],
    justification: 'Runs the wallet core in a worker: the unlocked vault has to outlive the service worker.',
  });
}

/** In the offscreen document: called when the background, started anew, asks for a connection. */
export function onWake(listener: () => void): void {
  api.runtime.onMessage.addListener((message: unknown, sender) => {
    const asked = message as Partial<Record<'to' | 'type', unknown>> | null;
    if (sender.id !== api.runtime.id || sender.tab !== undefined) return;
    if (asked?.to === WAKE.to && asked.type === WAKE.type) listener();
  });
}
