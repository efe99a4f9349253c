/** Who may issue what. A name begins with the rule. */
import { rejects } from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { request, verify } from '../src/index.js';
import { ADA, at, NOW, ORIGIN, refused, refusedIssuer, refusedToken } from './fixture.js';
import { answer, didOf, makeHolder } from './wallet.js';

test('policy: a vct that is not self-asserted is refused', async () => {
  for (const vct of [
    'urn:eudi:pid:1',
    'urn:hailstone:person:2',
    'urn:hailstone:Person:1',
    'https://example.com/id',
  ]) {
    await refusedIssuer('token.type_not_self_asserted', ({ payload }) => {
      payload.vct = vct;
    });
  }
});

test('policy: an issuer that is not a did:jwk is refused', async () => {
  for (const iss of [
    undefined,
    7,
    'https://issuer.example',
    'did:web:shop.example',
    'did:jwk:%%%',
    'did:jwk:e30=',
  ]) {
    await refusedIssuer('token.issuer_not_allowed', ({ payload }) => {
      payload.iss = iss;
    });
  }
});

test('policy: an issuer key that is not a public key on P-256 is refused', async () => {
  const { jwk } = makeHolder();
  const zero = Buffer.alloc(32).toString('base64url');
  const ed25519 = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
  const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export({ format: 'jwk' });
  const keys: object[] = [
    {},
    ed25519 as object,
    p384 as object,
    { ...jwk, d: jwk.x },
    { ...jwk, x: `${jwk.x}=` },
    { ...jwk, y: undefined },
    { ...jwk, x: Buffer.alloc(31).toString('base64url') },
    { ...jwk, x: zero, y: zero },
    { ...jwk, y: jwk.x },
  ];
  for (const key of keys) {
    const did = didOf(JSON.parse(JSON.stringify(key)));
    await refusedIssuer('token.issuer_key_invalid', ({ header, payload }) => {
      header.kid = `${did}#0`;
      payload.iss = did;
      payload.cnf = { jwk: key };
    });
  }
});

test('policy: a kid that is not the key of the issuer is refused', async () => {
  const other = makeHolder();
  const kids = (did: string) => [undefined, did, `${did}#1`, '#0', `${other.did}#0`];
  const holder = makeHolder();
  for (const kid of kids(holder.did)) {
    await refused('token.issuer_mismatch', {
      holder,
      alter: {
        person: {
          issuer: ({ header }) => {
            header.kid = kid;
          },
        },
      },
    });
  }
});

test('policy: an iss that names another DID than its signer is refused', async () => {
  const victim = makeHolder();
  await refusedIssuer('token.issuer_mismatch', ({ payload }) => {
    payload.iss = victim.did;
  });
  await refusedIssuer('token.signature_invalid', ({ header, payload }) => {
    payload.iss = victim.did;
    header.kid = `${victim.did}#0`;
  });
});

test('policy: a cnf key that is not the key of the issuer is refused', async () => {
  const other = makeHolder();
  for (const cnf of [
    undefined,
    null,
    'key',
    {},
    { jwk: {} },
    { jwk: other.jwk },
    { kid: 'did:jwk:x#0' },
    [{ jwk: other.jwk }],
  ]) {
    await refusedToken('token.holder_key_mismatch', {
      issuer: ({ payload }) => {
        payload.cnf = cnf;
      },
      holderKey: other.key,
    });
  }
});

test('policy: presentations of two keys in one answer are refused', async () => {
  const [a, b] = [makeHolder(), makeHolder()];
  const input = { purpose: 'A test.', person: ['name'], contact: ['email'], now: at(NOW) } as const;
  const { options, session } = await request(input);
  const tokens: Record<string, unknown> = {};
  const wallet = { options, origin: ORIGIN, data: ADA, now: NOW };
  await answer({ ...wallet, holder: a, vpToken: ({ person }) => Object.assign(tokens, { person }) });
  const credential = await answer({
    ...wallet,
    holder: b,
    vpToken: ({ contact }) => ({ ...tokens, contact }),
  });
  await rejects(verify({ session, origin: ORIGIN, credential, now: at(NOW) }), {
    code: 'token.subject_inconsistent',
  });
});
