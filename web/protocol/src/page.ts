/**
 * What the shim in the page's world and the relay in the isolated world say to each other.
 *
 * One `MessageChannel` per request: the shim posts {@link PageAsk} to its own window with one end of a channel, and
 * everything after that goes over the channel. Both ends treat the other as hostile: the page can send anything here.
 */
import { isRequestProtocol, type RequestProtocol } from './openid4vp.js';

/** Marks our messages among the others that a page posts to itself. */
export const PAGE_TAG = 'hailstone/1';

/** Characters of JSON text. A request of honest size is a few thousand. */
export const MAX_REQUEST_LENGTH = 262_144;

/** Milliseconds. */
export const ALIVE_MS = 2000;

export interface PageAsk {
  readonly tag: typeof PAGE_TAG;
  readonly type: 'ask';
  readonly protocol: RequestProtocol;
  /** The `data` member of the request, as JSON text. */
  readonly data: string;
}

export type ShimToRelay = { readonly type: 'abort' };

export type RelayToShim =
  /** The relay is there and has taken the request. */
  | { readonly type: 'taken' }
  /** It is still there, said every {@link ALIVE_MS}: Firefox ends a removed extension's scripts without a word. */
  | { readonly type: 'alive' }
  | { readonly type: 'shared'; readonly data: string }
  | { readonly type: 'denied' };

export function parsePageAsk(value: unknown): PageAsk | null {
  if (!isObject(value) || value.tag !== PAGE_TAG || value.type !== 'ask') return null;
  const { protocol, data } = value;
  if (!isRequestProtocol(protocol) || typeof data !== 'string' || data.length > MAX_REQUEST_LENGTH)
    return null;
  return { tag: PAGE_TAG, type: 'ask', protocol, data };
}

export function isAbort(value: unknown): value is ShimToRelay {
  return isObject(value) && value.type === 'abort';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
