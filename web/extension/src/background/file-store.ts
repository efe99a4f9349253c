/**
 * The vault in the file: what the core asks of it goes to the bridge, over one pipe that stays open while the vault is in use.
 * The same pipe tells what other programs wrote, and when to lock.
 */
import type { SealedPages } from '@hailstone/protocol/wire';
import type { Port } from '../platform/port.js';
import { deferred } from '../shared/deferred.js';
import { makeFault } from '../shared/fault.js';
import { type BridgeEvent, type BridgeRequest, Talk } from './bridge-talk.js';

/** A file that another program holds is waited for by the bridge itself, and much shorter. */
const TIMEOUT_MS = 30_000;
/** When the bridge is gone it is looked for again after these times; then the vault is locked, for nobody could tell us to. */
const AGAIN_MS = [1_000, 2_000, 4_000] as const;

export interface FileStoreHost {
  connect(): Port;
  /** Another program has written, or may have while nobody listened. */
  changed(): void;
  /** Forgets every key. */
  lock(): Promise<void>;
  /** A call to lock has been answered; the pipe may be closed. */
  answered(): void;
  /** The number of the last call to lock that was followed; outlives this background. */
  readSeen(): Promise<number | null>;
  writeSeen(seen: number): Promise<void>;
}

export class FileStore {
  readonly #host: FileStoreHost;
  #talk: Promise<Talk> | null = null;
  #lost = 0;

  constructor(host: FileStoreHost) {
    this.#host = host;
  }

  get isOpen(): boolean {
    return this.#talk !== null;
  }

  async header(): Promise<string | null> {
    const { type, header } = await this.#ask({ type: 'store-header' });
    if (type !== 'store-header' || (header !== null && typeof header !== 'string')) throw malformed();
    return header;
  }

  async read(pages: readonly number[]): Promise<SealedPages> {
    const parts: string[] = [];
    const { lengths } = await this.#ask({ type: 'store-read', pages }, ({ type, bytes }) => {
      if (type === 'store-part' && typeof bytes === 'string') parts.push(bytes);
    });
    if (!Array.isArray(lengths) || lengths.length !== pages.length || !lengths.every(isLength))
      throw malformed();
    return { parts, lengths };
  }

  async part(at: number, bytes: string): Promise<null> {
    await this.#ask({ type: 'store-part', at, bytes });
    return null;
  }

  async apply(at: number, bytes: string): Promise<null> {
    const { type } = await this.#ask({ type: 'store-apply', at, bytes });
    if (type !== 'store-applied') throw malformed();
    return null;
  }

  /** Listens from now on, if it does not already. */
  async wake(): Promise<void> {
    await this.#line();
  }

  /** Listens no more. The next request opens the pipe anew. */
  close(): void {
    const talk = this.#talk;
    this.#talk = null;
    this.#lost += 1;
    void talk?.then((talk) => talk.close()).catch(() => undefined);
  }

  async #ask(
    request: BridgeRequest,
    onEvent?: (event: BridgeEvent) => void,
  ): Promise<Record<string, unknown>> {
    const talk = await this.#line();
    return talk.ask(request, TIMEOUT_MS, onEvent);
  }

  #line(): Promise<Talk> {
    if (this.#talk !== null) return this.#talk;
    const opening = this.#open(() => {
      if (this.#talk !== opening) return;
      this.#talk = null;
      void this.#again();
    });
    this.#talk = opening;
    opening.catch(() => {
      if (this.#talk === opening) this.#talk = null;
    });
    return opening;
  }

  async #open(onGone: () => void): Promise<Talk> {
    const port = this.#host.connect();
    const talk = new Talk(port);
    try {
      await talk.meet();
      await this.#watch(talk, onGone);
    } catch (thrown) {
      talk.close();
      throw thrown;
    }
    this.#host.changed();
    return talk;
  }

  async #watch(talk: Talk, onGone: () => void): Promise<void> {
    const seen = await this.#host.readSeen();
    const begun = deferred<void>();
    const onEvent = ({ type, locks }: BridgeEvent): void => {
      if (type === 'store-watching' && isNumber(locks)) {
        void this.#host.writeSeen(locks).then(() => begun.resolve(), begun.reject);
      }
      if (type === 'store-changed') this.#host.changed();
      if (type === 'store-lock' && isNumber(locks)) void this.#lock(talk, locks);
    };
    talk.ask({ type: 'store-watch', seen }, null, onEvent).catch((thrown: unknown) => {
      begun.reject(thrown);
      onGone();
    });
    await begun.promise;
  }

  async #lock(talk: Talk, locks: number): Promise<void> {
    try {
      await this.#host.lock();
      await this.#host.writeSeen(locks);
      await talk.ask({ type: 'store-locked' }, TIMEOUT_MS);
    } catch {
      // Not said to be done, so who called is told that it is not.
    } finally {
      this.#host.answered();
    }
  }

  /** The pipe broke. A vault that stayed open without it would not hear that it is to be locked. */
  async #again(): Promise<void> {
    const lost = ++this.#lost;
    for (const ms of AGAIN_MS) {
      await new Promise((resolve) => setTimeout(resolve, ms));
      if (this.#lost !== lost || this.#talk !== null) return;
      const back = await this.#line().then(
        () => true,
        () => false,
      );
      if (back) return;
    }
    await this.#host.lock().catch(() => undefined);
  }
}

function isNumber(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isLength(value: unknown): value is number | null {
  return value === null || isNumber(value);
}

function malformed() {
  return makeFault('bridge.malformed', 'ours');
}
