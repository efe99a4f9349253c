import { compactVerify } from 'jose';
import { decodeBase64url } from './base64url.js';
import { SiteError, type SiteErrorCode } from './error.js';
import { isJsonObject, type JsonObject, parseJson } from './json.js';
import { importPublicKey, type PublicKey } from './public-key.js';

export interface Jws {
  readonly compact: string;
  readonly header: JsonObject;
  /** Not to be believed before {@link verifyJws}. */
  readonly payload: JsonObject;
}

/**
 * Takes a compact JWS apart and checks its header: `typ`, ES256, no `crit` (RFC 7515 4.1.11).
 *
 * @throws {SiteError} `token.malformed`, `token.typ_wrong`, `token.algorithm_not_allowed`
 */
export function parseJws(compact: string, typ: string, detail: string): Jws {
  const parts = compact.split('.');
  const [header, payload, signature] = parts.map((part) => decodeBase64url(part));
  if (parts.length !== 3 || !header || !payload || !signature)
    throw new SiteError('token.malformed', { detail });
  const parsed = { compact, header: parseJson(header), payload: parseJson(payload) };
  if (!isJsonObject(parsed.header) || !isJsonObject(parsed.payload)) {
    throw new SiteError('token.malformed', { detail });
  }
  if (parsed.header.typ !== typ) throw new SiteError('token.typ_wrong', { detail });
  if (parsed.header.alg !== 'ES256') throw new SiteError('token.algorithm_not_allowed', { detail });
  if (Object.hasOwn(parsed.header, 'crit'))
    throw new SiteError('token.malformed', { detail: `${detail} crit` });
  return { compact, header: parsed.header, payload: parsed.payload };
}

/**
 * Verifies the signature with this key and no other.
 *
 * @throws {SiteError} `token.issuer_key_invalid` when the key is not on the curve, otherwise the code `otherwise`
 */
export async function verifyJws(jws: Jws, key: PublicKey, otherwise: SiteErrorCode): Promise<void> {
  const imported = await importPublicKey(key);
  if (imported === undefined) throw new SiteError('token.issuer_key_invalid');
  try {
    await compactVerify(jws.compact, imported, { algorithms: ['ES256'] });
  } catch {
    throw new SiteError(otherwise);
  }
}
