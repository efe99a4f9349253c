import { decodeBase64url } from '../shared/base64url.js';

/** Messages are JSON, so a secret was text once; these bytes are wiped after use. */
export async function withSecret<T>(encoded: string, use: (bytes: Uint8Array) => Promise<T>): Promise<T> {
  const bytes = decodeBase64url(encoded);
  try {
    return await use(bytes);
  } finally {
    bytes.fill(0);
  }
}
