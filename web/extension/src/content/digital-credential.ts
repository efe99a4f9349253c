/** The `DigitalCredential` interface: the browser's where it has one, otherwise ours. */
import { PROTOCOL, type RequestProtocol } from '@hailstone/protocol/openid4vp';
import type { Realm } from './shim.js';

/** Written out, because a page may have replaced what a list's methods do. */
export function isOurs(protocol: unknown): protocol is RequestProtocol {
  return (
    protocol === PROTOCOL || protocol === 'openid4vp-v1-signed' || protocol === 'openid4vp-v1-multisigned'
  );
}

/** Makes an instance. */
export type MakeCredential = (protocol: string, data: object) => object;

interface DigitalCredentialClass {
  readonly prototype: object;
}

/** The interface is there after this, and knows our protocols. */
export function digitalCredential(realm: Realm): MakeCredential {
  const existing = (realm as { readonly DigitalCredential?: DigitalCredentialClass }).DigitalCredential;
  if (existing === undefined) return ourOwn(realm);
  allowOurProtocols(realm, existing);
  return asTheBrowsers(realm, existing);
}

/** As Web IDL makes an interface of it: its members belong to the prototype, and take nothing for an instance that is none. */
function ourOwn(realm: Realm): MakeCredential {
  const { TypeError: PageTypeError, Credential: Base } = realm;
  const { defineProperty, setPrototypeOf } = realm.Reflect;
  /** Nobody else has it. */
  const inside = {};

  class DigitalCredential {
    readonly #protocol: string = '';
    readonly #data: object = inside;

    constructor(...given: unknown[]) {
      // An interface without a constructor operation.
      if (given[0] !== inside) throw new PageTypeError('Illegal constructor.');
      this.#protocol = given[1] as string;
      this.#data = given[2] as object;
    }

    get protocol(): string {
      return this.#protocol;
    }

    get data(): object {
      return this.#data;
    }

    toJSON(): object {
      return { protocol: this.#protocol, data: this.#data };
    }

    static userAgentAllowsProtocol(...given: unknown[]): boolean {
      if (given.length === 0) throw new PageTypeError('A protocol is required.');
      return isOurs(`${given[0]}`);
    }
  }
  const { prototype } = DigitalCredential;
  // Not by `extends`: the base has no constructor that could be called either.
  setPrototypeOf(DigitalCredential, Base);
  setPrototypeOf(prototype, Base.prototype);
  defineProperty(prototype, Symbol.toStringTag, { value: 'DigitalCredential', configurable: true });
  for (const name of ['protocol', 'data', 'toJSON']) defineProperty(prototype, name, { enumerable: true });
  defineProperty(DigitalCredential, 'userAgentAllowsProtocol', { enumerable: true });
  defineProperty(DigitalCredential.userAgentAllowsProtocol, 'length', { value: 1, configurable: true });
  defineProperty(DigitalCredential, 'prototype', { writable: false });
  defineProperty(realm, 'DigitalCredential', {
    value: DigitalCredential,
    writable: true,
    enumerable: false,
    configurable: true,
  });
  return (protocol, data) => inherited(realm, new DigitalCredential(inside, protocol, data));
}

/** A browser may have the interface and yet know none of the protocols that we do (Firefox 153 behind its pref). */
function allowOurProtocols(realm: Realm, existing: DigitalCredentialClass): void {
  const { userAgentAllowsProtocol } = existing as { readonly userAgentAllowsProtocol?: unknown };
  if (typeof userAgentAllowsProtocol !== 'function') return;
  const { apply, defineProperty } = realm.Reflect;
  const replacement = {
    userAgentAllowsProtocol(...given: [unknown]): unknown {
      return isOurs(given[0]) || apply(userAgentAllowsProtocol, existing, given);
    },
  };
  defineProperty(replacement.userAgentAllowsProtocol, 'length', { value: 1, configurable: true });
  defineProperty(existing, 'userAgentAllowsProtocol', {
    value: replacement.userAgentAllowsProtocol,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}

/**
 * Its members are its own, because the getters of the browser's prototype refuse objects that the browser did not make.
 */
function asTheBrowsers(realm: Realm, { prototype }: DigitalCredentialClass): MakeCredential {
  const { defineProperty } = realm.Reflect;
  const { create } = Object;
  return (protocol, data) => {
    const credential: object = inherited(realm, create(prototype));
    const set = (name: string, value: unknown, enumerable: boolean): void => {
      defineProperty(credential, name, { value, enumerable, writable: false, configurable: false });
    };
    set('protocol', protocol, true);
    set('data', data, true);
    set('toJSON', () => ({ protocol, data }), false);
    return credential;
  };
}

/** What `Credential` gives, whose getters refuse objects that the browser did not make. */
function inherited({ Reflect: { defineProperty } }: Realm, credential: object): object {
  defineProperty(credential, 'id', { value: '', enumerable: false });
  defineProperty(credential, 'type', { value: 'digital', enumerable: false });
  return credential;
}
