/**
 * Opens and verifies an answer with software that is not ours: npm `jose` decrypts, `@sd-jwt/sd-jwt-vc` verifies, `dcql`
 * judges. What those leave to a site (typ, audience, expiry, whose key) is checked here, from the request and the
 * response as the page had them.
 */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc';
import { DcqlPresentationResult, DcqlQuery } from 'dcql';
import { base64url, compactDecrypt, decodeJwt, decodeProtectedHeader, importJWK, type JWK } from 'jose';
import type { Asked } from './asking.js';
import { hasher, ISSUER, ISSUER_JWK } from './issuer.js';
import { readToken } from './token.js';

export interface Opened {
  /** The pairwise identifier, the same in every token of an answer. */
  readonly subject: string;
  /** By the id of the query: the claims as the library gives them. */
  readonly claims: Readonly<Record<string, Record<string, unknown>>>;
  /** By the id of the query: every disclosed value by its path, read without the library. */
  readonly disclosed: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const STANDARD = ['iss', 'vct', 'iat', 'exp', 'cnf', '_sd_alg'];

export async function open(asked: Asked, origin: string, data: unknown): Promise<Opened> {
  const { response } = data as { response?: unknown };
  ok(typeof response === 'string', 'the answer is not encrypted');
  const { alg, enc, kid } = decodeProtectedHeader(response);
  deepEqual({ alg, enc, kid }, { alg: 'ECDH-ES', enc: 'A256GCM', kid: 'k1' });
  const key = await importJWK(asked.privateKey, 'ECDH-ES');
  const { plaintext } = await compactDecrypt(response, key);
  const { vp_token, ...others } = JSON.parse(Buffer.from(plaintext).toString('utf8')) as {
    vp_token: Record<string, string[]>;
  };
  deepEqual(others, {}, 'the response has only a vp_token');

  const claims: Record<string, Record<string, unknown>> = {};
  const disclosed: Record<string, Readonly<Record<string, unknown>>> = {};
  const subjects = new Set<string>();
  for (const [id, presentations] of Object.entries(vp_token)) {
    equal(presentations.length, 1, `one presentation for ${id}`);
    const compact = presentations[0] ?? '';
    const payload = await verifyToken(compact, asked.nonce, origin);
    if (payload.iss !== ISSUER) subjects.add(String(payload.iss));
    claims[id] = Object.fromEntries(Object.entries(payload).filter(([name]) => !STANDARD.includes(name)));
    disclosed[id] = readToken(compact).claims;
  }
  ok(subjects.size <= 1, 'every token of own data in one answer has one subject');
  judge(asked, vp_token, claims);
  return { subject: [...subjects][0] ?? '', claims, disclosed };
}

async function verifyToken(compact: string, nonce: string, origin: string): Promise<Record<string, unknown>> {
  const issuerJwt = compact.split('~')[0] ?? '';
  const { iss, exp = 0, cnf, vct } = decodeJwt(issuerJwt) as Record<string, unknown> & { exp?: number };
  const { typ, alg, kid } = decodeProtectedHeader(issuerJwt);
  deepEqual({ typ, alg }, { typ: 'dc+sd-jwt', alg: 'ES256' });
  const holder = (cnf as { jwk: JWK }).jwk;
  const jwk = iss === ISSUER ? (ISSUER_JWK as JWK) : ownKey(String(iss), kid, holder);
  ok(exp * 1000 > Date.now(), 'the token has not expired');
  ok(typeof vct === 'string');

  const check =
    (key: JWK) =>
    (signed: string, signature: string): boolean =>
      verify(
        'sha256',
        new TextEncoder().encode(signed),
        { key: createPublicKey({ key: key as JsonWebKey, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
        base64url.decode(signature),
      );
  const library = new SDJwtVcInstance({
    hasher,
    hashAlg: 'sha-256',
    verifier: check(jwk),
    kbVerifier: check(holder),
  });
  const { payload, kb } = await library.verify(compact, { keyBindingNonce: nonce });
  equal(kb?.payload.aud, `origin:${origin}`, 'made for this origin');
  const age = Date.now() / 1000 - (kb?.payload.iat ?? 0);
  ok(age > -60 && age < 600, 'the key binding is fresh');
  return payload as unknown as Record<string, unknown>;
}

/** Of what people say about themselves: the key that `iss` is, which is the holder's, too. */
function ownKey(iss: string, kid: string | undefined, holder: JWK): JWK {
  equal(kid, `${iss}#0`);
  const did = /^did:jwk:([A-Za-z0-9_-]+)$/.exec(iss);
  const jwk = JSON.parse(Buffer.from(did?.[1] ?? '', 'base64url').toString('utf8')) as JWK;
  deepEqual(holder, jwk, 'the key of the holder is the key of the issuer');
  return jwk;
}

function judge(
  { query }: Asked,
  tokens: Record<string, string[]>,
  claims: Record<string, Record<string, unknown>>,
): void {
  const dcqlQuery = DcqlQuery.parse(structuredClone(query) as unknown as DcqlQuery.Input);
  DcqlQuery.validate(dcqlQuery);
  const presentations = Object.fromEntries(
    Object.keys(tokens).map((id) => [
      id,
      [
        {
          credential_format: 'dc+sd-jwt' as const,
          cryptographic_holder_binding: true,
          vct: String(decodeJwt(tokens[id]?.[0]?.split('~')[0] ?? '').vct),
          claims: claims[id] as never,
        },
      ],
    ]),
  );
  const result = DcqlPresentationResult.fromDcqlPresentation(presentations as never, { dcqlQuery });
  ok(result.can_be_satisfied, 'npm dcql says that the query is satisfied');
}
