/** A page's world, as little of it as the shim uses, so that a test can be page, relay and browser at once. */
import type { Realm } from '../src/content/shim.js';

export interface Asked {
  readonly message: unknown;
  readonly target: unknown;
  answer(message: unknown): void;
  /** What the shim says over the channel. */
  readonly heard: unknown[];
}

class FakeMessageEvent extends Event {
  readonly #data: unknown;

  constructor(data: unknown) {
    super('message');
    this.#data = data;
  }

  get data(): unknown {
    return this.#data;
  }
}

class FakePort extends EventTarget {
  peer: FakePort | null = null;
  readonly heard: unknown[] = [];

  postMessage(data: unknown): void {
    this.peer?.heard.push(data);
    this.peer?.dispatchEvent(new FakeMessageEvent(data));
  }

  start(): void {}
  close(): void {}
}

class FakeChannel {
  readonly port1 = new FakePort();
  readonly port2 = new FakePort();

  constructor() {
    this.port1.peer = this.port2;
    this.port2.peer = this.port1;
  }
}

/** What the page is like at the moment. */
export interface Circumstances {
  isActive: boolean;
  hasFocus: boolean;
  isShown: boolean;
}

export interface FakeRealm {
  readonly realm: Realm;
  readonly now: Circumstances;
  /** What came to the window, in order. */
  readonly asked: Asked[];
  /** The arguments of every call that the native `get` was left. */
  readonly native: unknown[];
  get(options: unknown): Promise<unknown>;
}

export function makeRealm(extra: object = {}): FakeRealm {
  const asked: Asked[] = [];
  const native: unknown[] = [];
  class CredentialsContainer {
    async get(options: unknown): Promise<unknown> {
      native.push(options);
      return 'native';
    }
  }
  const credentials = new CredentialsContainer();
  const now: Circumstances = { isActive: true, hasFocus: true, isShown: true };
  class UserActivation {
    get isActive(): boolean {
      return now.isActive;
    }
  }
  class Document {
    get defaultView(): unknown {
      return now.isShown ? {} : null;
    }
    hasFocus(): boolean {
      return now.hasFocus;
    }
  }
  const realm = {
    Reflect,
    JSON,
    Promise,
    TypeError,
    DOMException,
    AbortSignal,
    EventTarget,
    setTimeout,
    clearTimeout,
    setInterval,
    clearInterval,
    MessageChannel: FakeChannel,
    MessagePort: FakePort,
    MessageEvent: FakeMessageEvent,
    Credential: class Credential {},
    CredentialsContainer,
    UserActivation,
    Document,
    document: new Document(),
    navigator: { credentials, userActivation: new UserActivation() },
    isSecureContext: true,
    origin: 'https://shop.example',
    location: { origin: 'https://shop.example' },
    postMessage(message: unknown, target: unknown, [port]: [FakePort]) {
      asked.push({ message, target, answer: (answer) => port.postMessage(answer), heard: port.heard });
    },
    ...extra,
  };
  return {
    realm: realm as unknown as Realm,
    now,
    asked,
    native,
    get: (options) => credentials.get(options),
  };
}
