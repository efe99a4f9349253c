/**
 * The same tokens in front of @sd-jwt/sd-jwt-vc: an honest one has to pass there too, and what the README says that
 * the library leaves to the site has to be true.
 */
import { deepStrictEqual, ok, rejects } from 'node:assert/strict';
import { createHash, createPublicKey, type JsonWebKey, verify as verifySignature } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc';
import { base64url } from 'jose';
import { NOW, ORIGIN } from './fixture.js';
import { type Alterations, bytes, digest, makeDisclosure, makeHolder, makeToken } from './wallet.js';

const NONCE = 'nonce-of-the-interop-test';
const holder = makeHolder();

function check(data: string, signature: string): boolean {
  const key = createPublicKey({ key: holder.jwk as JsonWebKey, format: 'jwk' });
  return verifySignature(
    'sha256',
    bytes(data),
    { key, dsaEncoding: 'ieee-p1363' },
    base64url.decode(signature),
  );
}

const library = new SDJwtVcInstance({
  hasher: (data, algorithm) => {
    const hash = createHash(algorithm.replace('-', ''));
    const hex = hash.update(typeof data === 'string' ? data : new Uint8Array(data)).digest('hex');
    return Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
  },
  hashAlg: 'sha-256',
  verifier: check,
  kbVerifier: check,
});

async function verifyThere(alter: Alterations = {}) {
  const token = makeToken({
    holder,
    vct: 'urn:hailstone:person:1',
    claims: [{ path: ['name'], value: 'Ada' }],
    origin: ORIGIN,
    nonce: NONCE,
    now: NOW,
    alter,
  });
  return await library.verify(token, { keyBindingNonce: NONCE, currentDate: NOW });
}

test('an honest token passes @sd-jwt/sd-jwt-vc', async () => {
  const { payload } = await verifyThere();
  deepStrictEqual((payload as { name?: unknown }).name, 'Ada');
});

const LEFT_TO_THE_SITE: Readonly<Record<string, Alterations>> = {
  'the typ of the token': {
    issuer: ({ header }) => {
      header.typ = 'JWT';
    },
  },
  'the alg of the header': {
    issuer: ({ header }) => {
      header.alg = 'none';
    },
  },
  'that vct is there': {
    issuer: ({ payload }) => {
      delete payload.vct;
    },
  },
  'that exp is there': {
    issuer: ({ payload }) => {
      delete payload.exp;
    },
  },
  'the aud of the KB-JWT': {
    keyBinding: ({ payload }) => {
      payload.aud = 'origin:https://evil.example';
    },
  },
  'the age of the KB-JWT': {
    keyBinding: ({ payload }) => {
      payload.iat = 1;
    },
  },
  'that every disclosure is referenced': {
    issuer: ({ disclosures }) => {
      disclosures.push(makeDisclosure('nickname', 'Countess'));
    },
  },
  'that no disclosure is sent twice': {
    issuer: ({ disclosures }) => {
      disclosures.push(...disclosures);
    },
  },
  'that no digest stands twice': {
    issuer: ({ payload }) => {
      payload._sd = [...(payload._sd as string[]), ...(payload._sd as string[])];
    },
  },
  'that a disclosure does not repeat a claim': {
    issuer: ({ payload }) => {
      payload.name = 'Eve';
    },
  },
  'that exp is not selectively disclosed': {
    issuer: ({ payload, disclosures }) => {
      const disclosure = makeDisclosure('exp', payload.exp);
      delete payload.exp;
      disclosures.push(disclosure);
      payload._sd = [...(payload._sd as string[]), digest(disclosure)];
    },
  },
};

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

for (const [what, alter] of Object.entries(LEFT_TO_THE_SITE)) {
  test(`@sd-jwt/sd-jwt-vc 0.19.0 does not check ${what}, and the README says so`, async () => {
    await verifyThere(alter);
    ok(README.includes(`- ${what}`));
  });
}

test('@sd-jwt/sd-jwt-vc does check nonce, sd_hash and the typ of the KB-JWT', async () => {
  for (const member of ['nonce', 'sd_hash']) {
    await rejects(
      verifyThere({
        keyBinding: ({ payload }) => {
          payload[member] = 'another';
        },
      }),
    );
  }
  await rejects(
    verifyThere({
      keyBinding: ({ header }) => {
        header.typ = 'JWT';
      },
    }),
  );
});
