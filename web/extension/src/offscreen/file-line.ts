/**
 * The store in the file, as the wallet module reaches it: by asking the background, in pieces that every line on the way
 * takes. Only sealed bytes pass.
 */
import type { Fault } from '@hailstone/protocol/views';
import type { CoreAsk, CoreAsks, Gives, SealedPages, Takes } from '@hailstone/protocol/wire';
import { decodeBase64url, encodeBase64url } from '../shared/base64url.js';
import { faultOf, makeFault } from '../shared/fault.js';
import type { FileLine } from '../shared/wallet-api.js';

export type AskBackground = <T extends CoreAsk>(
  type: T,
  takes: Takes<CoreAsks, T>,
) => Promise<Gives<CoreAsks, T>>;

/** A page has about 6 KiB and at most a little more than 1 MiB; a message of the browser's takes 64 MiB. */
const PAGES = 32;
/** How many requests for pages are under way at once. */
const AHEAD = 4;
/** The bridge takes so many bytes at a time. */
const PART = 512 * 1024;

/** The core's name for all that it has no name of its own for. */
const UNAVAILABLE = 'store.unavailable';

export class BackgroundFileLine implements FileLine {
  readonly #ask: AskBackground;
  #said: Fault | null = null;

  constructor(ask: AskBackground) {
    this.#ask = ask;
  }

  async header(): Promise<Uint8Array | undefined> {
    const header = await this.#tell(this.#ask('storeHeader', {}));
    return header === null ? undefined : decodeBase64url(header);
  }

  async read(pages: Uint32Array): Promise<(Uint8Array | undefined)[]> {
    const groups: number[][] = [];
    for (let at = 0; at < pages.length; at += PAGES) groups.push([...pages.subarray(at, at + PAGES)]);
    const read: (Uint8Array | undefined)[] = [];
    for (let at = 0; at < groups.length; at += AHEAD) {
      const asked = groups.slice(at, at + AHEAD).map((group) => this.#ask('storeRead', { pages: group }));
      for (const answer of await this.#tell(Promise.all(asked))) read.push(...pagesOf(answer));
    }
    return read;
  }

  async apply(changes: Uint8Array): Promise<void> {
    let at = 0;
    for (; changes.length - at > PART; at += PART) {
      const bytes = encodeBase64url(changes.subarray(at, at + PART));
      await this.#tell(this.#ask('storePart', { at, bytes }));
    }
    await this.#tell(this.#ask('storeApply', { at, bytes: encodeBase64url(changes.subarray(at)) }));
  }

  /** What was said on the line, where the core has no word for it. */
  explain(fault: Fault): Fault {
    return fault.code === UNAVAILABLE && this.#said !== null ? this.#said : fault;
  }

  async #tell<T>(asked: Promise<T>): Promise<T> {
    this.#said = null;
    try {
      return await asked;
    } catch (thrown) {
      this.#said = faultOf(thrown);
      throw Object.assign(new Error(this.#said.code), this.#said);
    }
  }
}

function pagesOf({ parts, lengths }: SealedPages): (Uint8Array | undefined)[] {
  const decoded = parts.map(decodeBase64url);
  const bytes = new Uint8Array(decoded.reduce((sum, { length }) => sum + length, 0));
  let filled = 0;
  for (const part of decoded) {
    bytes.set(part, filled);
    filled += part.length;
  }
  let at = 0;
  const pages = lengths.map((length) => {
    if (length === null) return undefined;
    at += length;
    return bytes.slice(at - length, at);
  });
  if (at !== bytes.length) throw makeFault('bridge.malformed', 'ours');
  return pages;
}
