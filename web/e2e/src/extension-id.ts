import { createHash } from 'node:crypto';

/** Chromium's name for an extension: the first half of the hash of its public key, in the letters a to p. */
export function extensionId(manifestKey: string): string {
  const digest = createHash('sha256').update(manifestKey, 'base64').digest('hex').slice(0, 32);
  return [...digest].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 16))).join('');
}
