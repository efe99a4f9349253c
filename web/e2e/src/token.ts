/** An SD-JWT with key binding, taken apart for reading (RFC 9901). It checks nothing; `oracle.ts` does. */
import { createHash } from 'node:crypto';

export interface TokenParts {
  readonly header: Record<string, unknown>;
  readonly payload: Record<string, unknown>;
  readonly disclosures: readonly (readonly unknown[])[];
  readonly binding: {
    readonly header: Record<string, unknown>;
    readonly payload: Record<string, unknown>;
  } | null;
  /** Each disclosed value that is no object, by its path with dots. */
  readonly claims: Readonly<Record<string, unknown>>;
}

export function readToken(compact: string): TokenParts {
  const parts = compact.split('~');
  const [jwt = '', ...rest] = parts;
  const bound = rest.pop() ?? '';
  const disclosures = rest.map((text) => decode(text) as readonly unknown[]);
  const byDigest = new Map(rest.map((text, index) => [digest(text), disclosures[index] ?? []]));
  const payload = part(jwt, 1);
  return {
    header: part(jwt, 0),
    payload,
    disclosures,
    binding: bound === '' ? null : { header: part(bound, 0), payload: part(bound, 1) },
    claims: flatten(payload, byDigest, ''),
  };
}

/** What the issuer hid and the person disclosed, in the objects of the payload and in those of the disclosures. */
function flatten(
  object: Record<string, unknown>,
  byDigest: ReadonlyMap<string, readonly unknown[]>,
  path: string,
): Record<string, unknown> {
  const claims: Record<string, unknown> = {};
  const take = (name: string, value: unknown): void => {
    if (isObject(value)) Object.assign(claims, flatten(value, byDigest, `${path}${name}.`));
    else claims[`${path}${name}`] = value;
  };
  for (const hash of Array.isArray(object._sd) ? object._sd : []) {
    const [, name, value] = byDigest.get(String(hash)) ?? [];
    if (typeof name === 'string') take(name, value);
  }
  for (const [name, value] of Object.entries(object)) {
    if (isObject(value) && name !== 'cnf') Object.assign(claims, flatten(value, byDigest, `${path}${name}.`));
    else if (path !== '' && name !== '_sd') claims[`${path}${name}`] = value;
  }
  return claims;
}

function part(jwt: string, index: number): Record<string, unknown> {
  return decode(jwt.split('.')[index] ?? '') as Record<string, unknown>;
}

function decode(text: string): unknown {
  return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
