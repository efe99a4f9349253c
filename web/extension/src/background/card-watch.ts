/** The watch over the readers: one request to the bridge that stays open, on a pipe of its own, for as long as anybody wants it. */
import type { ReaderView } from '@hailstone/protocol/wire';
import type { Port } from '../platform/port.js';
import { faultOf, makeFault } from '../shared/fault.js';
import { isObject } from '../shared/parse.js';
import { type BridgeEvent, Talk } from './bridge-talk.js';

/** A bridge that went away is looked for again after these times. */
const AGAIN_MS = [1_000, 2_000, 4_000] as const;

/** What is in the readers; `null` where nobody can tell, `undefined` before it was said. */
export type Sight = readonly ReaderView[] | null | undefined;

export interface CardWatchHost {
  connect(): Port;
  /** There is something new to be seen. */
  seen(): void;
}

export class CardWatch {
  readonly #host: CardWatchHost;
  #sight: Sight;
  #wanted = false;
  /** Which time it is wanted. */
  #turn = 0;
  #talk: Talk | null = null;

  constructor(host: CardWatchHost) {
    this.#host = host;
  }

  get sight(): Sight {
    return this.#sight;
  }

  /** Begins or ends it. One that was given up begins anew when it is wanted once more. */
  want(wanted: boolean): void {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    this.#turn += 1;
    this.#sight = undefined;
    if (wanted) void this.#keepWatching(this.#turn);
    else this.#talk?.close();
  }

  async #keepWatching(turn: number): Promise<void> {
    let again: readonly number[] = AGAIN_MS;
    while (true) {
      const { told, isWorthATry } = await this.#watch(turn);
      if (this.#turn !== turn) return;
      if (told) again = AGAIN_MS;
      const [pause, ...rest] = again;
      const isOver = pause === undefined || !isWorthATry;
      if (isOver) this.#wanted = false;
      this.#say(null);
      if (isOver || this.#turn !== turn) return;
      again = rest;
      await new Promise((resolve) => setTimeout(resolve, pause));
      if (this.#turn !== turn) return;
    }
  }

  /** Until the pipe breaks. */
  async #watch(turn: number): Promise<{ told: boolean; isWorthATry: boolean }> {
    let told = false;
    const onEvent = (event: BridgeEvent): void => {
      const readers = readersOf(event);
      if (readers === undefined || this.#turn !== turn) return;
      told = true;
      this.#say(readers);
    };
    let talk: Talk | null = null;
    try {
      talk = new Talk(this.#host.connect());
      this.#talk = talk;
      await talk.meet();
      await talk.ask({ type: 'card-watch' }, null, onEvent);
      throw makeFault('bridge.malformed', 'ours');
    } catch (thrown) {
      return { told, isWorthATry: faultOf(thrown).class === 'retry' };
    } finally {
      talk?.close();
    }
  }

  #say(sight: readonly ReaderView[] | null): void {
    this.#sight = sight;
    this.#host.seen();
  }
}

/** `undefined` for an event that says nothing of the readers. */
function readersOf({ type, readers }: BridgeEvent): readonly ReaderView[] | null | undefined {
  if (type === 'card-service-absent') return null;
  if (type !== 'card-readers' || !Array.isArray(readers)) return undefined;
  const views: ReaderView[] = [];
  for (const one of readers) {
    if (!isObject(one) || typeof one.reader !== 'string' || typeof one.hasCard !== 'boolean')
      return undefined;
    views.push({ reader: one.reader, hasCard: one.hasCard });
  }
  return views;
}
