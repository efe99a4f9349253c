/** A site that signs its requests, with a certificate of an authority that nobody knows until a person adds it. */
import { createHash, createPrivateKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CompactSign, GeneralSign } from 'jose';
import { ROOT } from './products.js';

const CERTIFICATES = join(ROOT, 'core/src/trust/tests/certificates');

const der = (name: string): Buffer => readFileSync(join(CERTIFICATES, `${name}.der`));

/** The certificate of the authority, as a file that a person picks. */
export const AUTHORITY = join(CERTIFICATES, 'root-p256.der');
/** No certificate of an authority. */
export const NO_CERTIFICATE = join(CERTIFICATES, 'make.sh');
/** The name that the certificate is for. */
export const CLIENT = 'x509_san_dns:shop.example';
export const CLIENT_BY_HASH = `x509_hash:${createHash('sha256')
  .update(Uint8Array.from(der('leaf')))
  .digest('base64url')}`;

const key = (): KeyObject =>
  createPrivateKey({ key: readFileSync(join(CERTIFICATES, 'leaf.p8')), format: 'der', type: 'pkcs8' });

const header = { alg: 'ES256', typ: 'oauth-authz-req+jwt', x5c: [der('leaf').toString('base64')] };
const bytes = (payload: object): Uint8Array => new TextEncoder().encode(JSON.stringify(payload));

/** `openid4vp-v1-signed` */
export async function signed(
  data: Record<string, unknown>,
  origin: string,
  client = CLIENT,
): Promise<{ request: string }> {
  const payload = { ...data, client_id: client, expected_origins: [origin] };
  return { request: await new CompactSign(bytes(payload)).setProtectedHeader(header).sign(key()) };
}

/**
 * `openid4vp-v1-multisigned`, with a signature for another kind of wallet before ours. What is said about the site stands beside each
 * signature (OpenID4VP 1.0 Appendix A.3.2.2).
 */
export async function multisigned(
  { verifier_info, ...data }: Record<string, unknown>,
  origin: string,
): Promise<{ request: object }> {
  const sign = new GeneralSign(bytes({ ...data, expected_origins: [origin] }));
  for (const client_id of ['openid_federation:https://shop.example', CLIENT])
    sign.addSignature(key()).setProtectedHeader({ ...header, client_id, verifier_info });
  return { request: await sign.sign() };
}
