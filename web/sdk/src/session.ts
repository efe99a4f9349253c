import type {
  ClaimsQuery,
  CredentialQuery,
  CredentialSetQuery,
  DcqlQuery,
} from '@hailstone/protocol/openid4vp';
import { FORMAT } from '@hailstone/protocol/openid4vp';
import { SiteError } from './error.js';
import { isObject } from './json.js';

/** The private half of the key that the answer is encrypted to. */
export type DecryptionKey =
  | {
      readonly kty: 'EC';
      readonly crv: 'P-256';
      readonly x: string;
      readonly y: string;
      readonly d: string;
      readonly kid: string;
    }
  | {
      readonly kty: 'OKP';
      readonly crv: 'X25519';
      readonly x: string;
      readonly d: string;
      readonly kid: string;
    };

/**
 * What the server keeps between the request and the answer. It is JSON and it is secret: `key` opens the answer.
 * Delete it when the first answer arrives, whatever the outcome; a nonce is for one use.
 */
export interface Session {
  readonly version: 1;
  readonly nonce: string;
  readonly key: DecryptionKey;
  readonly query: DcqlQuery;
  /** Seconds since 1970. */
  readonly createdAt: number;
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

/**
 * Reads a session back from storage.
 *
 * @throws {SiteError} `session.malformed`
 */
export function parseSession(stored: unknown): Session {
  if (!isObject(stored) || stored.version !== 1) throw malformed('version');
  const { nonce, createdAt, expiresAt } = stored;
  if (typeof nonce !== 'string' || nonce.length < 22) throw malformed('nonce');
  if (typeof createdAt !== 'number' || typeof expiresAt !== 'number') throw malformed('times');
  return {
    version: 1,
    nonce,
    createdAt,
    expiresAt,
    key: parseKey(stored.key),
    query: parseQuery(stored.query),
  };
}

function parseKey(key: unknown): DecryptionKey {
  if (!isObject(key)) throw malformed('key');
  const { kty, crv, x, y, d, kid } = key;
  if (typeof x !== 'string' || typeof d !== 'string' || typeof kid !== 'string') throw malformed('key');
  if (kty === 'EC' && crv === 'P-256' && typeof y === 'string') return { kty, crv, x, y, d, kid };
  if (kty === 'OKP' && crv === 'X25519') return { kty, crv, x, d, kid };
  throw malformed('key');
}

function parseQuery(query: unknown): DcqlQuery {
  if (!isObject(query) || !Array.isArray(query.credentials)) throw malformed('query');
  const credentials = query.credentials.map(parseCredentialQuery);
  if (query.credential_sets === undefined) return { credentials };
  if (!Array.isArray(query.credential_sets)) throw malformed('query');
  return { credentials, credential_sets: query.credential_sets.map(parseCredentialSet) };
}

function parseCredentialQuery(query: unknown): CredentialQuery {
  if (!isObject(query) || typeof query.id !== 'string' || !isObject(query.meta)) throw malformed('query');
  if (!isStrings(query.meta.vct_values) || !Array.isArray(query.claims)) throw malformed('query');
  return {
    id: query.id,
    format: FORMAT,
    meta: { vct_values: query.meta.vct_values },
    claims: query.claims.map(parseClaimsQuery),
    ...(query.claim_sets === undefined ? {} : { claim_sets: parseSets(query.claim_sets) }),
  };
}

function parseClaimsQuery(claim: unknown): ClaimsQuery {
  if (!isObject(claim) || typeof claim.id !== 'string' || !Array.isArray(claim.path))
    throw malformed('query');
  const path = claim.path.map((part) => {
    if (typeof part === 'string' || typeof part === 'number' || part === null) return part;
    throw malformed('query');
  });
  if (claim.values === undefined) return { id: claim.id, path };
  if (!Array.isArray(claim.values)) throw malformed('query');
  const values = claim.values.map((value) => {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
    throw malformed('query');
  });
  return { id: claim.id, path, values };
}

function parseCredentialSet(set: unknown): CredentialSetQuery {
  if (!isObject(set)) throw malformed('query');
  return { options: parseSets(set.options), required: set.required !== false };
}

function parseSets(sets: unknown): readonly (readonly string[])[] {
  if (!Array.isArray(sets)) throw malformed('query');
  return sets.map((set) => {
    if (!isStrings(set)) throw malformed('query');
    return set;
  });
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function malformed(detail: string): SiteError {
  return new SiteError('session.malformed', { detail });
}
