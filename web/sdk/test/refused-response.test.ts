/** What makes the envelope of an answer wrong: its session, its origin, its encryption. A name begins with the rule. */
import { rejects } from 'node:assert/strict';
import { createPrivateKey, diffieHellman, generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import { test } from 'node:test';
import { importJWK } from 'jose';
import { request, type Session, verify } from '../src/index.js';
import { at, exchange, NAME_ONLY, NOW, ORIGIN, refused } from './fixture.js';
import { encode, encrypt, encryptWith } from './wallet.js';

test('V1 an answer after the end of the session is refused', async () => {
  const { session, credential } = await exchange(NAME_ONLY, { now: NOW + 600 });
  await rejects(verify({ session, origin: ORIGIN, credential, now: at(NOW + 600) }), {
    code: 'session.expired',
  });
});

test('V1 a session that is not ours is refused', async () => {
  const { session, credential } = await exchange(NAME_ONLY);
  const broken: unknown[] = [
    undefined,
    'session',
    { ...session, version: 2 },
    { ...session, nonce: '' },
    { ...session, key: { ...session.key, d: 1 } },
    { ...session, key: { ...session.key, crv: 'P-521' } },
    { ...session, query: {} },
    { ...session, query: { credentials: [{ ...session.query.credentials[0], claims: [{}] }] } },
    { ...session, query: { ...session.query, credential_sets: [{}] } },
    { ...session, expiresAt: 'never' },
  ];
  for (const value of broken) {
    await rejects(verify({ session: value as Session, origin: ORIGIN, credential, now: at(NOW) }), {
      code: 'session.malformed',
    });
  }
});

test('DC-5 an origin with a slash, a default port or upper case is refused', async () => {
  const { session, credential } = await exchange(NAME_ONLY);
  for (const origin of [
    'https://shop.example/',
    'https://shop.example:443',
    'https://Shop.example',
    'shop.example',
    'file:///x',
    '',
  ]) {
    await rejects(verify({ session, origin, credential, now: at(NOW) }), { code: 'origin.malformed' });
  }
});

test('options out of range are refused', async () => {
  const { session, credential } = await exchange(NAME_ONLY);
  const input = { session, origin: ORIGIN, credential, now: at(NOW) };
  await rejects(verify({ ...input, now: at(Number.NaN) }), { code: 'request.option_invalid' });
  await rejects(verify({ ...input, clockTolerance: -1 }), { code: 'request.option_invalid' });
});

test('DC-4 what is not an OpenID4VP response is refused', async () => {
  const { session, credential } = await exchange(NAME_ONLY);
  for (const value of [
    undefined,
    null,
    'text',
    [],
    {},
    { ...credential, data: undefined },
    { ...credential, data: JSON.stringify(credential.data) },
    { ...credential, data: {} },
    { ...credential, data: { response: 7 } },
    { ...credential, data: { response: 'a.b' } },
    { ...credential, data: { response: 'x'.repeat(300_000) } },
    { ...credential, data: { error: { nested: true } } },
  ]) {
    await rejects(verify({ session, origin: ORIGIN, credential: value, now: at(NOW) }), {
      code: 'response.malformed',
    });
  }
});

test('an answer beyond all measure is refused before it is decrypted', async () => {
  await refused('response.malformed', { plaintext: (plaintext) => plaintext + ' '.repeat(256 * 1024) });
});

test('DC-1 another protocol is refused', async () => {
  const { session, credential } = await exchange(NAME_ONLY);
  await rejects(
    verify({
      session,
      origin: ORIGIN,
      credential: { ...credential, protocol: 'openid4vp-v1-signed' },
      now: at(NOW),
    }),
    { code: 'response.protocol_unexpected' },
  );
});

test('VP-R5 an error of the wallet is reported with its code', async () => {
  const { session, credential } = await exchange(NAME_ONLY);
  await rejects(
    verify({
      session,
      origin: ORIGIN,
      credential: { ...credential, data: { error: 'invalid_request' } },
      now: at(NOW),
    }),
    { code: 'response.wallet_error', detail: 'invalid_request' },
  );
  await refused('response.wallet_error', { plaintext: () => '{"error":"access_denied"}' });
});

test('VP-R3 an answer in the clear is refused', async () => {
  const { session, credential } = await exchange(NAME_ONLY);
  await rejects(
    verify({ session, origin: ORIGIN, credential: { ...credential, data: { vp_token: {} } }, now: at(NOW) }),
    { code: 'response.not_encrypted' },
  );
});

test('VP-R3 another key agreement or content encryption is refused', async () => {
  await refused('response.algorithm_not_allowed', { jweHeader: { alg: 'ECDH-ES+A256KW' } });
  await refused('response.algorithm_not_allowed', { enc: 'A128CBC-HS256' });
  await refused('response.algorithm_not_allowed', { enc: 'A192GCM' });
});

test('VP-R3 compression and critical headers are refused', async () => {
  const { session, credential } = await exchange(NAME_ONLY);
  const [, ...rest] = String(credential.data.response).split('.');
  for (const extra of [{ zip: 'DEF' }, { crit: ['b64'], b64: true }]) {
    const header = encode({ alg: 'ECDH-ES', enc: 'A256GCM', kid: session.key.kid, ...extra });
    const changed = { ...credential, data: { response: [header, ...rest].join('.') } };
    await rejects(verify({ session, origin: ORIGIN, credential: changed, now: at(NOW) }), {
      code: 'response.algorithm_not_allowed',
    });
  }
});

test('VP-R3 an answer to the key of another request is refused', async () => {
  const { session } = await exchange(NAME_ONLY);
  const { credential } = await exchange(NAME_ONLY);
  await rejects(verify({ session, origin: ORIGIN, credential, now: at(NOW) }), {
    code: 'response.key_unknown',
  });
  await refused('response.key_unknown', { jweHeader: { kid: undefined } });
});

test('VP-R3 an answer that was changed, or made for another key, does not decrypt', async () => {
  const { session, credential } = await exchange(NAME_ONLY);
  const parts = String(credential.data.response).split('.');
  const tag = Buffer.from(parts[4] ?? '', 'base64url');
  tag[0] = (tag[0] ?? 0) ^ 1;
  const changed = [...parts.slice(0, 4), tag.toString('base64url')].join('.');
  await rejects(
    verify({
      session,
      origin: ORIGIN,
      credential: { ...credential, data: { response: changed } },
      now: at(NOW),
    }),
    { code: 'response.decryption_failed' },
  );

  const { options } = await request(NAME_ONLY);
  const key = options.digital.requests[0]?.data.client_metadata.jwks.keys[0] ?? {};
  const header = { alg: 'ECDH-ES', enc: 'A256GCM', kid: session.key.kid };
  const response = await encrypt('{}', key, header);
  await rejects(
    verify({ session, origin: ORIGIN, credential: { ...credential, data: { response } }, now: at(NOW) }),
    { code: 'response.decryption_failed' },
  );
});

/** Every u-coordinate whose product with any private key is zero (RFC 7748 §6.1), as the JWK has it. */
const LOW_ORDER = [
  '00',
  '01',
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
].map((hex) => Buffer.from(hex.padEnd(64, '0'), 'hex').toString('base64url'));

test('VP-R3 an ephemeral X25519 key of low order does not decrypt, though its shared secret is known to be zero', async () => {
  const { session, credential } = await exchange({ ...NAME_ONLY, encryption: 'X25519' });
  const { publicKey } = generateKeyPairSync('x25519');
  const header = (epk: object) => ({ alg: 'ECDH-ES', enc: 'A256GCM', kid: session.key.kid, epk });
  const open = (response: string) =>
    verify({ session, origin: ORIGIN, credential: { ...credential, data: { response } }, now: at(NOW) });

  // An honest key gets as far as the plaintext, so what is refused below is refused for its key.
  const { kty, crv, x, d } = session.key as JsonWebKey;
  const ours = createPrivateKey({ key: { kty, crv, x, d } as JsonWebKey, format: 'jwk' });
  const agreed = new Uint8Array(diffieHellman({ privateKey: ours, publicKey }));
  const honest = encryptWith(agreed, '{}', header(publicKey.export({ format: 'jwk' })));
  await rejects(open(honest), { code: 'response.malformed', detail: 'vp_token' });

  for (const point of LOW_ORDER) {
    const sealed = encryptWith(new Uint8Array(32), '{}', header({ kty: 'OKP', crv: 'X25519', x: point }));
    await rejects(open(sealed), { code: 'response.decryption_failed' }, point);
  }
});

test('VP-R3 an ephemeral P-256 key that is not on the curve is refused as a key, and does not decrypt', async () => {
  const { session, credential } = await exchange({ ...NAME_ONLY, encryption: 'P-256' });
  const [encoded = '', ...rest] = String(credential.data.response).split('.');
  const header = JSON.parse(Buffer.from(encoded, 'base64url').toString());
  await importJWK({ ...header.epk }, 'ECDH-ES');
  header.epk.x = Buffer.alloc(32).toString('base64url');
  await rejects(importJWK({ ...header.epk }, 'ECDH-ES'));
  const changed = { ...credential, data: { response: [encode(header), ...rest].join('.') } };
  await rejects(verify({ session, origin: ORIGIN, credential: changed, now: at(NOW) }), {
    code: 'response.decryption_failed',
  });
});

test('VP-R1 a vp_token of another shape is refused', async () => {
  await refused('response.malformed', { plaintext: () => 'not json' });
  await refused('response.malformed', { plaintext: () => '[]' });
  await refused('response.malformed', { plaintext: () => '{}' });
  await refused('response.malformed', { vpToken: () => 'token' });
  await refused('response.malformed', { vpToken: ({ person }) => ({ person: (person as string[])[0] }) });
  await refused('response.malformed', { vpToken: () => ({ person: [] }) });
  await refused('response.malformed', { vpToken: () => ({ person: [{}] }) });
});

test('DQ-7 two presentations for a query without `multiple` are refused', async () => {
  await refused('response.malformed', {
    vpToken: ({ person }) => ({ person: [...(person as string[]), ...(person as string[])] }),
  });
});

test('V3 a presentation for a query that was not made is refused', async () => {
  await refused('token.not_asked', { vpToken: ({ person }) => ({ person, passport: person }) });
});
