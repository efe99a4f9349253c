/** Who is at the other end of a port. Everything here comes from the browser, nothing from a message. */
import { SCREENS, type Screen } from '@hailstone/protocol/wire';
import type { Sender } from '../platform/port.js';

export type Caller =
  | { readonly kind: 'content'; readonly origin: string; readonly tabId: number }
  | { readonly kind: Screen; readonly windowId: number | null; readonly tabId: number | null }
  | { readonly kind: 'core-host' };

export interface Own {
  readonly id: string;
  /** Without a slash at the end. */
  readonly origin: string;
}

/** `null` for everybody whom we do not know. */
export function callerOf(sender: Sender, own: Own): Caller | null {
  if (sender.extensionId !== own.id || sender.url === null) return null;
  const url = parseUrl(sender.url);
  if (url === null) return null;
  // `URL.origin` is "null" for moz-extension, so the origin is compared as the start of the address.
  if (sender.url.startsWith(`${own.origin}/`)) return ownPage(url, sender);
  return contentScript(url, sender);
}

function ownPage(url: URL, { frameId, windowId, tabId }: Sender): Caller | null {
  if (frameId !== null && frameId !== 0) return null;
  if (url.pathname === '/offscreen.html') return { kind: 'core-host' };
  const screen = SCREENS.find((name) => url.pathname === `/${name}.html`);
  return screen === undefined ? null : { kind: screen, windowId, tabId };
}

/** The top frame of a tab, on an origin that a site can have (OpenID4VP A.2: `http` only for development). */
function contentScript(url: URL, { origin, frameId, tabId }: Sender): Caller | null {
  if (origin === null || frameId !== 0 || tabId === null) return null;
  // A sandboxed document has an opaque origin, whatever its address is.
  if (origin !== url.origin || !isSiteOrigin(url)) return null;
  return { kind: 'content', origin, tabId };
}

function isSiteOrigin({ protocol, hostname }: URL): boolean {
  if (protocol === 'https:') return true;
  return protocol === 'http:' && (hostname === 'localhost' || hostname === '127.0.0.1');
}

function parseUrl(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}
