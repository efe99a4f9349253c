import { api } from './api.js';

export interface WindowSize {
  readonly width: number;
  readonly height: number;
}

/** Opens a page of ours in a window without tabs or an address bar, which no page can cover. */
export async function openPopup(path: string, size: WindowSize): Promise<number | null> {
  const opened = await api.windows.create({
    url: api.runtime.getURL(path),
    type: 'popup',
    focused: true,
    ...size,
  });
  return opened?.id ?? null;
}

/** Resolves when the window is gone: Chromium answers `remove` while the window still stands. */
export function closeWindow(windowId: number): Promise<void> {
  const { onRemoved } = api.windows;
  return new Promise((resolve) => {
    const done = (): void => {
      onRemoved.removeListener(gone);
      resolve();
    };
    const gone = (closed: number): void => {
      if (closed === windowId) done();
    };
    onRemoved.addListener(gone);
    // There is nothing to wait for when there is no such window.
    api.windows.remove(windowId).catch(done);
  });
}

export async function closeTab(tabId: number): Promise<void> {
  await api.tabs.remove(tabId).catch(() => undefined);
}

export function onWindowClosed(listener: (windowId: number) => void): void {
  api.windows.onRemoved.addListener(listener);
}

/** Shows a page of ours in a tab, the one that has it already if there is one. */
export async function showTab(path: string): Promise<void> {
  const url = api.runtime.getURL(path);
  const contexts = await openTabs(url);
  const [tab] = contexts;
  if (tab === undefined) {
    await api.tabs.create({ url });
    return;
  }
  await api.tabs.update(tab.tabId, { active: true });
  await api.windows.update(tab.windowId, { focused: true });
}

// `tabs.query({ url })` sees our own pages without the `tabs` permission.
async function openTabs(url: string): Promise<readonly { tabId: number; windowId: number }[]> {
  const tabs = await api.tabs.query({ url: `${url}*` }).catch(() => []);
  return tabs.flatMap(({ id, windowId }) => (id === undefined ? [] : [{ tabId: id, windowId }]));
}
