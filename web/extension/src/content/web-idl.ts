/**
 * The argument of `navigator.credentials.get`, read as Web IDL has browsers read it: members in the order of their names, what is required
 * there, each of its type, or a `TypeError` before anything else is looked at.
 */
import type { RequestProtocol } from '@hailstone/protocol/openid4vp';
import { isOurs } from './digital-credential.js';
import type { Realm } from './shim.js';

/** Kinds of credential that are not ours; a call that names one beside `digital` is the browser's to judge. */
const OTHER_KINDS = ['publicKey', 'password', 'federated', 'identity', 'otp', 'unmediated'];

/** Of `CredentialMediationRequirement`, with one that browsers have and the standard does not yet. None makes a difference here. */
const MEDIATION = ['silent', 'optional', 'conditional', 'required', 'immediate'];

export interface OurRequest {
  readonly protocol: RequestProtocol;
  readonly data: object;
}

export interface DigitalCall {
  /** The first one with a protocol of ours; those of other protocols are as if they were not there. */
  readonly request: OurRequest | null;
  readonly signal: AbortSignal | undefined;
}

/** Gives `null` for a call that is not about digital credentials alone. `abortedOf` throws for what is no signal. */
export function callReader(
  { TypeError: PageTypeError }: Realm,
  abortedOf: (signal: object) => unknown,
): (options: unknown) => DigitalCall | null {
  function isObject(value: unknown): value is object {
    return (typeof value === 'object' && value !== null) || typeof value === 'function';
  }

  function isOneOf(list: readonly string[], value: string): boolean {
    for (let i = 0; i < list.length; i += 1) if (list[i] === value) return true;
    return false;
  }

  function firstOfOurs(digital: unknown): OurRequest | null {
    if (digital !== null && !isObject(digital))
      throw new PageTypeError("Failed to read the 'digital' property: not an object.");
    const requests = (digital as { requests?: unknown } | null)?.requests;
    if (!isObject(requests))
      throw new PageTypeError("Failed to read the 'requests' property: not a sequence.");
    let found: OurRequest | null = null;
    for (const request of requests as Iterable<unknown>) {
      if (request !== null && request !== undefined && !isObject(request))
        throw new PageTypeError('Failed to read a digital request: not an object.');
      const { data, protocol } = (request ?? {}) as { data?: unknown; protocol?: unknown };
      if (data === undefined || protocol === undefined)
        throw new PageTypeError("Failed to read a digital request: 'data' and 'protocol' are required.");
      const name = `${protocol}`;
      // What another protocol takes is not ours to judge.
      if (!isOurs(name)) continue;
      if (!isObject(data)) throw new PageTypeError("Failed to read the 'data' property: not an object.");
      found ??= { protocol: name, data };
    }
    return found;
  }

  return (options) => {
    if (!isObject(options)) return null;
    const { digital } = options as { digital?: unknown };
    if (digital === undefined) return null;
    for (let i = 0; i < OTHER_KINDS.length; i += 1) {
      if ((options as Record<string, unknown>)[OTHER_KINDS[i] ?? ''] !== undefined) return null;
    }
    const request = firstOfOurs(digital);
    const { mediation, signal } = options as { mediation?: unknown; signal?: unknown };
    if (mediation !== undefined && !isOneOf(MEDIATION, `${mediation}`))
      throw new PageTypeError("Failed to read the 'mediation' property: not one of its values.");
    if (signal !== undefined) {
      try {
        abortedOf(signal as object);
      } catch {
        throw new PageTypeError("Failed to read the 'signal' property: not an AbortSignal.");
      }
    }
    return { request, signal: signal as AbortSignal | undefined };
  };
}
