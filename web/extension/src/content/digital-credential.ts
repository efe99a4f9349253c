/** The `DigitalCredential` interface: the browser's where it has one, otherwise ours. */
import { PROTOCOL, type RequestProtocol } from '@hailstone/protocol/openid4vp';
import type { Realm } from './shim.js';

/** Written out, because a page may have replaced what a list's methods do. */
export function isOurs(protocol: unknown): protocol is RequestProtocol {
  return (
    protocol === PROTOCOL || protocol === 'openid4vp-v1-signed' || protocol === 'openid4vp-v1-multisigned'
  );
}

interface DigitalCredentialClass {
  readonly prototype: object;
}

export function defineDigitalCredential(realm: Realm): DigitalCredentialClass {
  const existing = (realm as { readonly DigitalCredential?: DigitalCredentialClass }).DigitalCredential;
  if (existing !== undefined) {
    allowOurProtocol(realm, existing);
    return existing;
  }
  const { TypeError: PageTypeError, Credential: Base } = realm;
  class DigitalCredential {
    constructor() {
      // Web IDL: an interface without a constructor operation.
      throw new PageTypeError('Illegal constructor.');
    }

    static userAgentAllowsProtocol(protocol: string): boolean {
      return isOurs(protocol);
    }
  }
  // Not by `extends`: the base has no constructor that could be called either.
  realm.Reflect.setPrototypeOf(DigitalCredential, Base);
  realm.Reflect.setPrototypeOf(DigitalCredential.prototype, Base.prototype);
  realm.Reflect.defineProperty(DigitalCredential.prototype, Symbol.toStringTag, {
    value: 'DigitalCredential',
    configurable: true,
  });
  realm.Reflect.defineProperty(realm, 'DigitalCredential', {
    value: DigitalCredential,
    writable: true,
    enumerable: false,
    configurable: true,
  });
  return DigitalCredential;
}

/** A browser may have the interface and yet know none of the protocols that we do (Firefox 153 behind its pref). */
function allowOurProtocol(realm: Realm, existing: DigitalCredentialClass): void {
  const { userAgentAllowsProtocol } = existing as { readonly userAgentAllowsProtocol?: unknown };
  if (typeof userAgentAllowsProtocol !== 'function') return;
  const { apply, defineProperty } = realm.Reflect;
  const replacement = {
    userAgentAllowsProtocol(protocol: unknown): unknown {
      return isOurs(protocol) || apply(userAgentAllowsProtocol, existing, [protocol]);
    },
  };
  defineProperty(existing, 'userAgentAllowsProtocol', {
    value: replacement.userAgentAllowsProtocol,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}

/**
 * An instance. Its members are its own, because the getters of the browser's prototype refuse objects that the
 * browser did not make.
 */
export function makeCredential(
  { prototype }: DigitalCredentialClass,
  protocol: string,
  data: unknown,
  defineProperty: typeof Reflect.defineProperty,
): object {
  const credential: object = Object.create(prototype);
  const set = (name: string, value: unknown, enumerable: boolean): void => {
    defineProperty(credential, name, { value, enumerable, writable: false, configurable: false });
  };
  set('id', '', false);
  set('type', 'digital', false);
  set('protocol', protocol, true);
  set('data', data, true);
  set('toJSON', () => ({ protocol, data }), false);
  return credential;
}
