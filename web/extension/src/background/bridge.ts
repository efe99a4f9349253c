/** The bridge, as the extension sees it: a short conversation per job, with the version settled first. */
import type { CardView, Language } from '@hailstone/protocol/wire';
import type { Port } from '../platform/port.js';
import { deferred } from '../shared/deferred.js';
import { FaultError, makeFault, parseFault } from '../shared/fault.js';
import { isObject } from '../shared/parse.js';

export const BRIDGE_HOST = 'app.hailstone.bridge';
const BRIDGE_PROTOCOL = 2;

const HELLO_TIMEOUT_MS = 5_000;
const LIST_TIMEOUT_MS = 30_000;
/** A person has to find the card and type a PIN. */
const AGREE_TIMEOUT_MS = 180_000;

export interface BridgeCard extends CardView {
  /** base64url, or `null` when the card has no decryption key yet. */
  readonly publicKey: string | null;
}

export type CardStep = 'pin-wanted' | 'card-working';

export class Bridge {
  readonly #connect: () => Port;

  constructor(connect: () => Port) {
    this.#connect = connect;
  }

  listCards(): Promise<readonly BridgeCard[]> {
    return this.#talk(async (talk) => {
      const response = await talk.ask({ type: 'list-cards' }, LIST_TIMEOUT_MS);
      if (response.type !== 'cards' || !Array.isArray(response.cards))
        throw makeFault('bridge.malformed', 'ours');
      return response.cards.map(parseCard);
    });
  }

  /** Key agreement by the card; the PIN is asked for by the bridge. Returns the shared secret as base64url. */
  agree(
    serial: string,
    point: string,
    language: Language,
    onStep: (step: CardStep) => void,
  ): Promise<string> {
    return this.#talk(async (talk) => {
      const response = await talk.ask({ type: 'agree', serial, point, language }, AGREE_TIMEOUT_MS, onStep);
      if (response.type !== 'agreed' || typeof response.shared !== 'string')
        throw makeFault('bridge.malformed', 'ours');
      return response.shared;
    });
  }

  async #talk<T>(job: (talk: Talk) => Promise<T>): Promise<T> {
    const port = this.#connect();
    try {
      const talk = new Talk(port);
      const hello = await talk.ask({ type: 'hello', protocol: BRIDGE_PROTOCOL }, HELLO_TIMEOUT_MS);
      if (hello.type !== 'hello') throw makeFault('bridge.malformed', 'ours');
      if (hello.protocol !== BRIDGE_PROTOCOL) throw makeFault('bridge.version', 'person');
      return await job(talk);
    } finally {
      port.close();
    }
  }
}

/** One pipe. One request at a time, so an answer to anything else is a fault of the bridge. */
class Talk {
  readonly #port: Port;
  #next = 1;
  #waiting: {
    id: number;
    resolve(response: Record<string, unknown>): void;
    reject(error: unknown): void;
    onStep(step: CardStep): void;
  } | null = null;

  constructor(port: Port) {
    this.#port = port;
    port.onMessage((message) => this.#receive(message));
    port.onClose((reason) => this.#waiting?.reject(faultOfClose(reason)));
  }

  async ask(
    request: { readonly type: string; readonly [member: string]: unknown },
    timeoutMs: number,
    onStep: (step: CardStep) => void = () => undefined,
  ): Promise<Record<string, unknown>> {
    const id = this.#next++;
    const { promise, resolve, reject } = deferred<Record<string, unknown>>();
    this.#waiting = { id, resolve, reject, onStep };
    const timer = setTimeout(() => reject(makeFault('bridge.silent', 'retry')), timeoutMs);
    this.#port.post({ id, request });
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#waiting = null;
    }
  }

  #receive(message: unknown): void {
    const waiting = this.#waiting;
    if (waiting === null) return;
    if (!isObject(message) || message.id !== waiting.id) {
      waiting.reject(makeFault('bridge.malformed', 'ours'));
      return;
    }
    const { event, error, response } = message;
    if (isObject(event)) {
      if (event.type === 'pin-wanted' || event.type === 'card-working') waiting.onStep(event.type);
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

function parseCard(value: unknown): BridgeCard {
  if (!isObject(value)) throw makeFault('bridge.malformed', 'ours');
  const { reader, application, serial, publicKey, pinTriesLeft } = value;
  if (typeof reader !== 'string' || typeof serial !== 'string' || application !== 'openpgp') {
    throw makeFault('bridge.malformed', 'ours');
  }
  return {
    reader,
    application,
    serial,
    publicKey: typeof publicKey === 'string' ? publicKey : null,
    usable: typeof publicKey === 'string',
    pinTriesLeft: typeof pinTriesLeft === 'number' ? pinTriesLeft : null,
  };
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
