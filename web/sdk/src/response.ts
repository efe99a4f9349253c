import { ENC_VALUES, PROTOCOL } from '@hailstone/protocol/openid4vp';
import { compactDecrypt, importJWK } from 'jose';
import { decodeBase64url } from './base64url.js';
import { SiteError } from './error.js';
import { isJsonObject, isObject, type JsonObject, member, parseJson } from './json.js';
import type { DecryptionKey } from './session.js';

/** Characters. Three types of our claims fit into a hundredth of it. */
const MAX_RESPONSE = 256 * 1024;

/**
 * Opens the answer (OpenID4VP 8.3, A.4) and returns the presentation of each query id.
 *
 * @throws {SiteError} `response.*`
 */
export async function openResponse(
  credential: unknown,
  key: DecryptionKey,
): Promise<ReadonlyMap<string, string>> {
  if (!isObject(credential) || !isObject(credential.data)) throw new SiteError('response.malformed');
  const { protocol, data } = credential;
  if (protocol !== PROTOCOL) throw new SiteError('response.protocol_unexpected');
  if (Object.hasOwn(data, 'error')) throw walletError(data.error);
  if (Object.hasOwn(data, 'vp_token')) throw new SiteError('response.not_encrypted');
  const { response } = data;
  if (typeof response !== 'string' || response.length > MAX_RESPONSE)
    throw new SiteError('response.malformed');

  const payload = await decrypt(response, key);
  if (Object.hasOwn(payload, 'error')) throw walletError(payload.error);
  const vpToken = member(payload, 'vp_token');
  if (!isJsonObject(vpToken)) throw new SiteError('response.malformed', { detail: 'vp_token' });
  const presentations = new Map<string, string>();
  for (const [id, list] of Object.entries(vpToken)) {
    // OpenID4VP 8.1: always an array; 6.1: without `multiple` of exactly one.
    const token = Array.isArray(list) && list.length === 1 ? list[0] : undefined;
    if (typeof token !== 'string') throw new SiteError('response.malformed', { detail: 'presentations' });
    presentations.set(id, token);
  }
  return presentations;
}

async function decrypt(jwe: string, key: DecryptionKey): Promise<JsonObject> {
  const parts = jwe.split('.');
  const encodedHeader = parts[0] === undefined ? undefined : decodeBase64url(parts[0]);
  const header = encodedHeader && parseJson(encodedHeader);
  if (parts.length !== 5 || !isJsonObject(header))
    throw new SiteError('response.malformed', { detail: 'JWE' });
  if (header.alg !== 'ECDH-ES' || !ENC_VALUES.some((enc) => enc === header.enc)) {
    throw new SiteError('response.algorithm_not_allowed');
  }
  // Neither was offered, and what is compressed can be small here and large in memory.
  if (Object.hasOwn(header, 'zip') || Object.hasOwn(header, 'crit')) {
    throw new SiteError('response.algorithm_not_allowed');
  }
  if (header.kid !== key.kid) throw new SiteError('response.key_unknown');
  let plaintext: Uint8Array;
  try {
    const decrypted = await compactDecrypt(jwe, await importJWK({ ...key }, 'ECDH-ES'), {
      keyManagementAlgorithms: ['ECDH-ES'],
      contentEncryptionAlgorithms: [...ENC_VALUES],
    });
    plaintext = decrypted.plaintext;
  } catch {
    throw new SiteError('response.decryption_failed');
  }
  const payload = parseJson(plaintext);
  if (!isJsonObject(payload)) throw new SiteError('response.malformed', { detail: 'payload' });
  return payload;
}

/** The codes of OpenID4VP 8.5 and RFC 6749 are words; anything else is not passed on. */
function walletError(error: unknown): SiteError {
  return typeof error === 'string' && /^[a-z_]{1,64}$/.test(error)
    ? new SiteError('response.wallet_error', { detail: error })
    : new SiteError('response.malformed', { detail: 'error' });
}
