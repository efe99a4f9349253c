/**
 * In the page's own world: makes `navigator.credentials.get` know a wallet (W3C Digital Credentials API, ED 2026-08-21).
 *
 * A page can do anything in this world. What the shim says is therefore believed by nobody: the site's origin, the
 * click that must have come before, and the limits are all checked behind it. It keeps the originals of what it uses,
 * so that a script that replaces them later neither breaks it nor sees more than the page is given anyway.
 */
import {
  ALIVE_MS,
  MAX_REQUEST_LENGTH,
  PAGE_TAG,
  type PageAsk,
  type ShimToRelay,
} from '@hailstone/protocol/page';
import { digitalCredential } from './digital-credential.js';
import { callReader, type OurRequest } from './web-idl.js';

/** The same for a refusal, a closed window, nothing that matches, and a request that the wallet refuses. */
const NOT_ALLOWED = 'The request was not allowed, or no answer was given to it.';

/** The relay answers at once when it is there. When the extension was removed under the page it is not. */
const RELAY_TIMEOUT_MS = 2000;

/** Counted in turns of a timer, not in time: where a page's timers are slowed, the relay's are too. */
const MISSED_ALLOWED = 3;

export type Realm = Window & typeof globalThis;

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
  // An insecure page has no such interface.
  if (container === undefined || !realm.isSecureContext) return;
  const isOpaque = realm.origin !== realm.location.origin;
  const isBrowsers = (realm as { readonly DigitalCredential?: unknown }).DigitalCredential !== undefined;
  // What a browser that has the interface refuses, it refuses itself.
  if (isOpaque && isBrowsers) return;

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
  const { navigator, document } = realm;
  const activation = navigator.userActivation;
  const isActiveOf = getterOf(realm.UserActivation.prototype, 'isActive');
  const viewOf = getterOf(realm.Document.prototype, 'defaultView');
  const { hasFocus } = realm.Document.prototype;
  const makeCredential = digitalCredential(realm);
  const readCall = callReader(realm, abortedOf);
  let running = false;

  function getterOf(target: object, name: string): (of: object) => unknown {
    const getter = getOwnPropertyDescriptor(target, name)?.get;
    return (of) => (getter === undefined ? undefined : apply(getter, of, []));
  }

  function refusal(name: string, message: string = NOT_ALLOWED): unknown {
    return new PageException(message, name);
  }

  /** The browser would consume what makes the page active, and does not let a script do it: the relay remembers what was used. */
  function mayAsk(): boolean {
    return !running && isActiveOf(activation) === true && apply(hasFocus, document, []) === true;
  }

  function ask(
    request: OurRequest,
    data: string,
    signal: AbortSignal | undefined,
    useNative: () => unknown,
  ): Promise<unknown> {
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
        reject(refusal('NotAllowedError'));
      }
      function finish(settle: () => void): void {
        running = false;
        never(timer);
        stop(watch);
        apply(removeEventListener, ours, ['message', onMessage]);
        if (signal !== undefined) apply(removeEventListener, signal, ['abort', onAbort]);
        const goodbye: ShimToRelay = { type: 'abort' };
        apply(postToPort, ours, [goodbye]);
        apply(closePort, ours, []);
        settle();
      }
      function onAbort(): void {
        finish(() => reject(reasonOf(signal as AbortSignal)));
      }
      function onMessage(event: Event): void {
        missed = 0;
        const message = dataOf(event) as { type?: unknown; data?: unknown } | null;
        if (message?.type === 'taken') never(timer);
        if (message?.type === 'denied') finish(deny);
        if (message?.type !== 'shared' || typeof message.data !== 'string') return;
        const text = message.data;
        finish(() => {
          try {
            resolve(makeCredential(request.protocol, objectOf(text)));
          } catch (thrown) {
            reject(thrown);
          }
        });
      }

      apply(addEventListener, ours, ['message', onMessage]);
      apply(startPort, ours, []);
      if (signal !== undefined) apply(addEventListener, signal, ['abort', onAbort]);
      const message: PageAsk = { tag: PAGE_TAG, type: 'ask', protocol: request.protocol, data };
      apply(postToWindow, realm, [message, origin, [theirs]]);
    });
  }

  /** What the answer says; a `TypeError` where it is no object. */
  function objectOf(text: string): object {
    let data: unknown = null;
    try {
      data = parse(text);
    } catch {
      // Said below.
    }
    if (typeof data !== 'object' || data === null) throw new PageTypeError('The answer is not an object.');
    return data;
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
        if (call === null || (call.request === null && isBrowsers)) return useNative();
        const { request, signal } = call;
        if (viewOf(document) === null) throw refusal('InvalidStateError', 'The document is no longer shown.');
        if (signal !== undefined && abortedOf(signal) === true) return rejected(reasonOf(signal));
        if (request === null) throw new PageTypeError('No request has a protocol that is known here.');
        if (isOpaque) throw refusal('SecurityError', 'The document has an opaque origin.');
        if (!mayAsk()) throw refusal('NotAllowedError');
        const data: unknown = stringify(request.data);
        if (typeof data !== 'string') throw new PageTypeError("The 'data' of a request is not JSON.");
        // Cut off, it is still longer than the core takes: the person is told, and the page waits as for any refusal.
        return ask(request, apply(slice, data, [0, MAX_REQUEST_LENGTH]), signal, useNative);
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
