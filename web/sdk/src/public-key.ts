import { importJWK } from 'jose';
import { decodeBase64url } from './base64url.js';
import { isObject } from './json.js';

/** A public key on P-256 in its required members (RFC 7518 6.2.1). */
export interface PublicKey {
  readonly crv: 'P-256';
  readonly kty: 'EC';
  readonly x: string;
  readonly y: string;
}

/** Reads a public P-256 JWK; `undefined` when it is another kind of key, holds a private part or is misspelt. */
export function parsePublicKey(jwk: unknown): PublicKey | undefined {
  if (!isObject(jwk) || jwk.kty !== 'EC' || jwk.crv !== 'P-256' || Object.hasOwn(jwk, 'd')) return undefined;
  const { x, y } = jwk;
  if (typeof x !== 'string' || typeof y !== 'string') return undefined;
  if (decodeBase64url(x)?.length !== 32 || decodeBase64url(y)?.length !== 32) return undefined;
  return { crv: 'P-256', kty: 'EC', x, y };
}

/** Both are canonical, so the same text is the same point. */
export function isSameKey(a: PublicKey, b: PublicKey): boolean {
  return a.x === b.x && a.y === b.y;
}

/** Imports the key for ES256; `undefined` when the point is not on the curve. */
export async function importPublicKey(key: PublicKey): Promise<CryptoKey | undefined> {
  try {
    const imported = await importJWK({ ...key }, 'ES256');
    return imported instanceof Uint8Array ? undefined : imported;
  } catch {
    return undefined;
  }
}
