import { decodeBase64url } from '../shared/base64url.js';

/** Messages are JSON, so a secret was text once; these bytes are wiped after use. */
export async function withSecret(encoded: string, use: (bytes: Uint8Array) => Promise<void>): Promise<null> {
  const bytes = decodeBase64url(encoded);
  try {
    await use(bytes);
  } finally {
    bytes.fill(0);
  }
  return null;
}
