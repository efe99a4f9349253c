import { api } from './api.js';

/** Who opened a port, as the browser says; never as the other side says. */
export interface Sender {
  readonly extensionId: string | null;
  readonly url: string | null;
  readonly origin: string | null;
  readonly frameId: number | null;
  readonly tabId: number | null;
  readonly windowId: number | null;
}

/** A message channel between two parts of the extension, or to the native program. */
export interface Port {
  readonly name: string;
  readonly sender: Sender;
  /** Says nothing when the other side is gone: `onClose` has said it, or is about to. */
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Once, when the other side closes. `reason` is the browser's own sentence, for telling faults apart. */
  onClose(listener: (reason: string | null) => void): void;
  close(): void;
}

export function wrapPort(raw: chrome.runtime.Port): Port {
  const { sender } = raw;
  return {
    name: raw.name,
    sender: {
      extensionId: sender?.id ?? null,
      url: sender?.url ?? null,
      origin: sender?.origin ?? null,
      frameId: sender?.frameId ?? null,
      tabId: sender?.tab?.id ?? null,
      windowId: sender?.tab?.windowId ?? null,
    },
    post(message) {
      try {
        raw.postMessage(message);
      } catch {
        // The port is closed, or the extension was reloaded under us.
      }
    },
    onMessage(listener) {
      raw.onMessage.addListener((message: unknown) => listener(message));
    },
    onClose(listener) {
      raw.onDisconnect.addListener((closed) => {
        // Firefox puts the reason on the port, Chromium in `lastError`; reading the latter also marks it as seen.
        const onPort = (closed as { readonly error?: { readonly message?: string } | null }).error?.message;
        listener(onPort ?? api.runtime.lastError?.message ?? null);
      });
    },
    close() {
      raw.disconnect();
    },
  };
}

/** @throws when the extension was reloaded or removed under a content script */
export function connect(name: string): Port {
  return wrapPort(api.runtime.connect({ name }));
}

export function onConnect(listener: (port: Port) => void): void {
  api.runtime.onConnect.addListener((raw) => listener(wrapPort(raw)));
}
