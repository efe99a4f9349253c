import { encodeBase64url } from '../../shared/base64url.js';

/** A passphrase as the core takes it: the same, whichever keyboard it was typed on (UAX 15, Normalization Form C). */
export function passphraseSecret(passphrase: string): string {
  const bytes = new TextEncoder().encode(passphrase.normalize('NFC'));
  const encoded = encodeBase64url(bytes);
  bytes.fill(0);
  return encoded;
}
