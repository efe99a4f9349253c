/** One pipe to the bridge: requests with numbers out, events and answers in. */
import type { Port } from '../platform/port.js';
import { deferred } from '../shared/deferred.js';
import { FaultError, makeFault, parseFault } from '../shared/fault.js';
import { isObject } from '../shared/parse.js';

const BRIDGE_PROTOCOL = 7;
const HELLO_TIMEOUT_MS = 5_000;

export interface BridgeRequest {
  readonly type: string;
  readonly [member: string]: unknown;
}
export type BridgeEvent = Record<string, unknown>;

interface Waiting {
  resolve(response: Record<string, unknown>): void;
  reject(error: unknown): void;
  onEvent(event: BridgeEvent): void;
}

export class Talk {
  readonly #port: Port;
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;
  #closed: FaultError | null = null;

  constructor(port: Port) {
    this.#port = port;
    port.onMessage((message) => this.#receive(message));
    port.onClose((reason) => this.#end(faultOfClose(reason)));
  }

  /** The version, before anything else. */
  async meet(): Promise<void> {
    const hello = await this.ask({ type: 'hello', protocol: BRIDGE_PROTOCOL }, HELLO_TIMEOUT_MS);
    if (hello.type !== 'hello') throw makeFault('bridge.malformed', 'ours');
    if (hello.protocol !== BRIDGE_PROTOCOL) throw makeFault('bridge.version', 'person');
  }

  /** Without a time the answer may never come, and only the end of the pipe ends the waiting. */
  async ask(
    request: BridgeRequest,
    timeoutMs: number | null,
    onEvent: (event: BridgeEvent) => void = () => undefined,
  ): Promise<Record<string, unknown>> {
    if (this.#closed !== null) throw this.#closed;
    const id = this.#next++;
    const { promise, resolve, reject } = deferred<Record<string, unknown>>();
    this.#waiting.set(id, { resolve, reject, onEvent });
    const timer =
      timeoutMs === null
        ? undefined
        : setTimeout(() => reject(makeFault('bridge.silent', 'retry')), timeoutMs);
    this.#port.post({ id, request });
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(id);
    }
  }

  close(): void {
    this.#end(makeFault('bridge.stopped', 'retry'));
    this.#port.close();
  }

  #end(fault: FaultError): void {
    this.#closed ??= fault;
    for (const { reject } of this.#waiting.values()) reject(fault);
  }

  #receive(message: unknown): void {
    const id = isObject(message) && typeof message.id === 'number' ? message.id : 0;
    const waiting = this.#waiting.get(id);
    if (!isObject(message) || waiting === undefined) {
      // An answer to nothing: whoever waits waits for something else.
      for (const { reject } of this.#waiting.values()) reject(makeFault('bridge.malformed', 'ours'));
      return;
    }
    const { event, error, response } = message;
    if (isObject(event)) {
      waiting.onEvent(event);
    } else if (error !== undefined) {
      const fault = parseFault(error);
      waiting.reject(fault === null ? makeFault('bridge.malformed', 'ours') : new FaultError(fault));
    } else if (isObject(response)) {
      waiting.resolve(response);
    } else {
      waiting.reject(makeFault('bridge.malformed', 'ours'));
    }
  }
}

/** Tells apart, by the browser's own sentences, why a native program is not there (Chromium; Firefox). */
export function faultOfClose(reason: string | null): FaultError {
  const said = (reason ?? '').toLowerCase();
  if (/host not found|no such native application/.test(said)) return makeFault('bridge.absent', 'person');
  if (/forbidden|does not have permission/.test(said)) return makeFault('bridge.forbidden', 'person');
  if (/failed to start|does not exist|not executable/.test(said))
    return makeFault('bridge.not_started', 'person');
  return makeFault('bridge.stopped', 'retry');
}
