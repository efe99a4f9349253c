import { decodeBase64url } from './base64url.js';
import { SiteError } from './error.js';
import { parseJson } from './json.js';
import { type PublicKey, parsePublicKey } from './public-key.js';

const PREFIX = 'did:jwk:';

/**
 * Reads the key out of a did:jwk. Nothing is fetched: the identifier is the key.
 *
 * @throws {SiteError} `token.issuer_not_allowed` for another issuer, `token.issuer_key_invalid` for another key
 */
export function resolveDidJwk(did: unknown): PublicKey {
  if (typeof did !== 'string' || !did.startsWith(PREFIX)) throw new SiteError('token.issuer_not_allowed');
  const bytes = decodeBase64url(did.slice(PREFIX.length));
  if (bytes === undefined) throw new SiteError('token.issuer_not_allowed', { detail: 'base64url' });
  const key = parsePublicKey(parseJson(bytes));
  if (key === undefined) throw new SiteError('token.issuer_key_invalid');
  return key;
}

/** The one verification method of a did:jwk document. */
export function keyIdOf(did: string): string {
  return `${did}#0`;
}
