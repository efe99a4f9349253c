/** A screen's line to the background: typed calls, and news. */
import type { Fault } from '@hailstone/protocol/views';
import {
  type Gives,
  PORTS,
  type Push,
  type ScreenCall,
  type ScreenCalls,
  type Takes,
} from '@hailstone/protocol/wire';
import { connect } from '../platform/port.js';
import { faultOf } from '../shared/fault.js';
import { isObject } from '../shared/parse.js';
import { Caller } from '../shared/rpc.js';

/** The browser stops an idle background after thirty seconds. */
const STILL_HERE_MS = 20_000;

export interface LinkListener {
  onPush(push: Push): void;
  /** The background stopped, and with it whatever it was doing. The next call starts it again. */
  onLost(): void;
  /** What every call that fails is told, too. */
  onFault?(fault: Fault): void;
}

export class Link {
  readonly #listener: LinkListener;
  #caller: Caller | null = null;

  constructor(listener: LinkListener) {
    this.#listener = listener;
    setInterval(() => {
      if (this.#caller !== null) this.call('still-here', {}).catch(() => undefined);
    }, STILL_HERE_MS);
  }

  async call<T extends ScreenCall>(type: T, takes: Takes<ScreenCalls, T>): Promise<Gives<ScreenCalls, T>> {
    this.#caller ??= this.#open();
    try {
      // The background is our own code of the same version: what it gives has the type that the call says.
      return (await this.#caller.call(type, takes)) as Gives<ScreenCalls, T>;
    } catch (thrown) {
      this.#listener.onFault?.(faultOf(thrown));
      throw thrown;
    }
  }

  #open(): Caller {
    const port = connect(PORTS.screen);
    port.onMessage((message) => {
      if (isObject(message) && isObject(message.push)) this.#listener.onPush(message.push as unknown as Push);
    });
    port.onClose(() => {
      this.#caller = null;
      this.#listener.onLost();
    });
    return new Caller(port, 'extension.restarted');
  }
}
