/**
 * In the page's own world: makes `navigator.credentials.get` know a wallet (W3C Digital Credentials API, ED 2026-08-21).
 *
 * A page can do anything in this world. What the shim says is therefore believed by nobody: the site's origin, the
 * click that must have come before, and the limits are all checked behind it. It keeps the originals of what it uses,
 * so that a script that replaces them later neither breaks it nor sees more than the page is given anyway.
 */
import type { RequestProtocol } from '@hailstone/protocol/openid4vp';
import {
  ALIVE_MS,
  MAX_REQUEST_LENGTH,
  PAGE_TAG,
  type PageAsk,
  type ShimToRelay,
} from '@hailstone/protocol/page';
import { defineDigitalCredential, isOurs, makeCredential } from './digital-credential.js';

/** Kinds of credential that are not ours; a call that names one beside `digital` is the browser's to judge. */
const OTHER_KINDS = ['publicKey', 'password', 'federated', 'identity', 'otp', 'unmediated'];

/** The same for a refusal, a closed window, nothing that matches, and a request that the wallet refuses. */
const NOT_ALLOWED = 'The request was not allowed, or no answer was given to it.';

/** The relay answers at once when it is there. When the extension was removed under the page it is not. */
const RELAY_TIMEOUT_MS = 2000;

/** Counted in turns of a timer, not in time: where a page's timers are slowed, the relay's are too. */
const MISSED_ALLOWED = 3;

export type Realm = Window & typeof globalThis;

interface OurRequest {
  readonly protocol: RequestProtocol;
  readonly data: object;
}

interface DigitalCall extends OurRequest {
  readonly signal: AbortSignal | undefined;
}

export function installShim(realm: Realm): void {
  const { Reflect: reflect, JSON: json, Promise: PagePromise, TypeError: PageTypeError } = realm;
  const {
    DOMException: PageException,
    MessageChannel: Channel,
    setTimeout: later,
    clearTimeout: never,
  } = realm;
  const { setInterval: repeat, clearInterval: stop } = realm;
  const { apply, getOwnPropertyDescriptor, defineProperty } = reflect;
  const { stringify, parse } = json;
  const { slice } = String.prototype;
  const container: CredentialsContainer | undefined = realm.navigator.credentials;
  // An opaque origin (a sandboxed document) is the browser's to refuse, and so is an insecure one.
  if (container === undefined || !realm.isSecureContext || realm.origin !== realm.location.origin) return;

  const { origin } = realm.location;
  const prototype = realm.CredentialsContainer.prototype;
  const nativeGet = prototype.get;
  const postToWindow = realm.postMessage;
  const postToPort = realm.MessagePort.prototype.postMessage;
  const startPort = realm.MessagePort.prototype.start;
  const closePort = realm.MessagePort.prototype.close;
  const { addEventListener, removeEventListener } = realm.EventTarget.prototype;
  const dataOf = getterOf(realm.MessageEvent.prototype, 'data');
  const abortedOf = getterOf(realm.AbortSignal.prototype, 'aborted');
  const reasonOf = getterOf(realm.AbortSignal.prototype, 'reason');
  const DigitalCredential = defineDigitalCredential(realm);
  let running = false;

  function getterOf(target: object, name: string): (of: object) => unknown {
    const getter = getOwnPropertyDescriptor(target, name)?.get;
    return (of) => (getter === undefined ? undefined : apply(getter, of, []));
  }

  /** The call, if it is for us; `null` if it is the browser's. Throws the `TypeError` that WebIDL would. */
  function readCall(options: unknown): DigitalCall | null {
    if (typeof options !== 'object' || options === null) return null;
    const { digital, signal } = options as { digital?: unknown; signal?: unknown };
    if (digital === undefined) return null;
    for (let i = 0; i < OTHER_KINDS.length; i += 1) {
      if ((options as Record<string, unknown>)[OTHER_KINDS[i] ?? ''] !== undefined) return null;
    }
    const ours = findRequest(digital);
    if (ours === null) return null;
    if (signal !== undefined) {
      try {
        abortedOf(signal as object);
      } catch {
        throw new PageTypeError("Failed to read the 'signal' property: not an AbortSignal.");
      }
    }
    return { protocol: ours.protocol, data: ours.data, signal: signal as AbortSignal | undefined };
  }

  /** The first request with a protocol of ours; those of other protocols are as if they were not there. */
  function findRequest(digital: unknown): OurRequest | null {
    const requests = (digital as { requests?: unknown } | null)?.requests;
    if (typeof digital !== 'object' || typeof requests !== 'object' || requests === null) {
      throw new PageTypeError("Failed to read the 'requests' property: not a sequence.");
    }
    let found: OurRequest | null = null;
    for (const request of requests as Iterable<unknown>) {
      const { protocol, data } = (request ?? {}) as { protocol?: unknown; data?: unknown };
      if (protocol === undefined || typeof data !== 'object' || data === null) {
        throw new PageTypeError("Failed to read a digital request: 'protocol' and 'data' are required.");
      }
      const name = `${protocol}`;
      if (found === null && isOurs(name)) found = { protocol: name, data };
    }
    return found;
  }

  function ask(call: DigitalCall, data: string, useNative: () => unknown): Promise<unknown> {
    return new PagePromise((resolve, reject) => {
      const { port1: ours, port2: theirs } = new Channel();
      running = true;
      const timer = later(() => finish(() => resolve(useNative())), RELAY_TIMEOUT_MS);

      let missed = 0;
      const watch = repeat(() => {
        missed += 1;
        if (missed > MISSED_ALLOWED) finish(deny);
      }, ALIVE_MS);

      function deny(): void {
        reject(new PageException(NOT_ALLOWED, 'NotAllowedError'));
      }
      function finish(settle: () => void): void {
        running = false;
        never(timer);
        stop(watch);
        apply(removeEventListener, ours, ['message', onMessage]);
        if (call.signal !== undefined) apply(removeEventListener, call.signal, ['abort', onAbort]);
        const goodbye: ShimToRelay = { type: 'abort' };
        apply(postToPort, ours, [goodbye]);
        apply(closePort, ours, []);
        settle();
      }
      function onAbort(): void {
        finish(() => reject(reasonOf(call.signal as AbortSignal)));
      }
      function onMessage(event: Event): void {
        missed = 0;
        const message = dataOf(event) as { type?: unknown; data?: unknown } | null;
        if (message?.type === 'taken') never(timer);
        if (message?.type === 'denied')
          finish(() => reject(new PageException(NOT_ALLOWED, 'NotAllowedError')));
        if (message?.type !== 'shared' || typeof message.data !== 'string') return;
        const text = message.data;
        finish(() => resolve(makeCredential(DigitalCredential, call.protocol, parse(text), defineProperty)));
      }

      apply(addEventListener, ours, ['message', onMessage]);
      apply(startPort, ours, []);
      if (call.signal !== undefined) apply(addEventListener, call.signal, ['abort', onAbort]);
      const message: PageAsk = { tag: PAGE_TAG, type: 'ask', protocol: call.protocol, data };
      apply(postToWindow, realm, [message, origin, [theirs]]);
    });
  }

  function rejected(reason: unknown): Promise<never> {
    return new PagePromise((_, reject) => reject(reason));
  }

  // A method, so that it cannot be called with `new`, as the native one cannot.
  const replacement = {
    get(this: CredentialsContainer, ...args: [CredentialRequestOptions?]): Promise<unknown> {
      const useNative = (): Promise<unknown> => apply(nativeGet, this, args) as Promise<unknown>;
      if (this !== container) return useNative();
      try {
        const call = readCall(args[0]);
        if (call === null) return useNative();
        if (call.signal !== undefined && abortedOf(call.signal) === true)
          return rejected(reasonOf(call.signal));
        if (running) return rejected(new PageException(NOT_ALLOWED, 'NotAllowedError'));
        const data: unknown = stringify(call.data);
        if (typeof data !== 'string') throw new PageTypeError("The 'data' of a request is not JSON.");
        // Cut off, it is still longer than the core takes: the person is told, and the page waits as for any refusal.
        return ask(call, apply(slice, data, [0, MAX_REQUEST_LENGTH]), useNative);
      } catch (thrown) {
        return rejected(thrown);
      }
    },
  };
  // Web IDL gives the native `get` a length of 0.
  defineProperty(replacement.get, 'length', { value: 0, configurable: true });
  defineProperty(prototype, 'get', {
    value: replacement.get,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}
