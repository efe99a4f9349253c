import { base64url } from 'jose';

/** Decodes base64url without padding (RFC 7515 2), only in its one canonical spelling; otherwise `undefined`. */
export function decodeBase64url(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return undefined;
  const bytes = base64url.decode(text);
  return base64url.encode(bytes) === text ? bytes : undefined;
}

export function encodeBase64url(bytes: Uint8Array): string {
  return base64url.encode(bytes);
}

/** base64url of the SHA-256 of ASCII text: the digest of a disclosure (RFC 9901 4.2.3) and `sd_hash` (4.3.1). */
export async function digestOf(ascii: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(ascii));
  return encodeBase64url(new Uint8Array(hash));
}
