/** What makes the KB-JWT of a token wrong. A name begins with the rule. */
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { request } from '../src/index.js';
import { ADA, NAME_ONLY, NOW, ORIGIN, refused, refusedToken, SHOP } from './fixture.js';
import { answer, digest, makeHolder } from './wallet.js';

test('SJ-V4 a token without KB-JWT is refused, whatever else is in it', async () => {
  await refusedToken('token.key_binding_missing', { token: (signed) => signed });
  await refusedToken('token.key_binding_missing', {
    issuer: ({ payload }) => {
      delete payload.cnf;
    },
    token: (signed) => signed,
  });
});

test('SJ-V4 a KB-JWT of another typ is refused', async () => {
  for (const typ of [undefined, 'JWT', 'dc+sd-jwt']) {
    await refusedToken('token.typ_wrong', {
      keyBinding: ({ header }) => {
        header.typ = typ;
      },
    });
  }
});

test('SJ-V4 a KB-JWT with another algorithm is refused', async () => {
  for (const alg of ['none', 'HS256', 'EdDSA']) {
    await refusedToken('token.algorithm_not_allowed', {
      keyBinding: ({ header }) => {
        header.alg = alg;
      },
    });
  }
});

test('SJ-V4 a KB-JWT signed by another key is refused', async () => {
  const thief = makeHolder();
  await refusedToken('token.key_binding_signature_invalid', { holderKey: thief.key });
  await refusedToken('token.key_binding_signature_invalid', {
    holderKey: thief.key,
    keyBinding: ({ header }) => {
      header.jwk = thief.jwk;
    },
  });
});

test('SJ-V4 a KB-JWT without iat, or outside its window, is refused', async () => {
  const iat = (value: unknown) => ({
    keyBinding: ({ payload }: { payload: Record<string, unknown> }) => {
      payload.iat = value;
    },
  });
  await refusedToken('token.validity_missing', iat(undefined));
  await refusedToken('token.malformed', iat('now'));
  await refusedToken('token.not_yet_valid', iat(NOW + 61));
  await refusedToken('token.too_old', iat(NOW - 661));
});

test('SJ-V4 a KB-JWT with an end of its own is held to it', async () => {
  await refusedToken('token.expired', {
    keyBinding: ({ payload }) => {
      payload.exp = NOW - 60;
    },
  });
});

test('SJ-V4 VP-R2 another nonce is refused', async () => {
  for (const nonce of [undefined, '', 7, randomBytes(32).toString('base64url')]) {
    await refusedToken('token.nonce_mismatch', {
      keyBinding: ({ payload }) => {
        payload.nonce = nonce;
      },
    });
  }
});

test('SJ-V4 VP-R2 a token for another audience is refused', async () => {
  for (const aud of [
    undefined,
    ORIGIN,
    `origin:${ORIGIN}/`,
    'origin:http://shop.example',
    'origin:https://evil.example',
    'origin:https://SHOP.example',
    `x509_san_dns:shop.example`,
    [`origin:${ORIGIN}`],
  ]) {
    await refusedToken('token.audience_mismatch', {
      keyBinding: ({ payload }) => {
        payload.aud = aud;
      },
    });
  }
});

test('SJ-V4 VP-R2 an honest token of another site is refused', async () => {
  await refused('token.audience_mismatch', { origin: 'https://evil.example' });
});

test('SJ-V4 an sd_hash over other disclosures is refused', async () => {
  await refusedToken('token.key_binding_hash_mismatch', {
    keyBinding: ({ payload }) => {
      payload.sd_hash = digest('other');
    },
  });
  await refused(
    'token.key_binding_hash_mismatch',
    {
      alter: {
        person: {
          token: (signed, kb) => [...signed.split('~').slice(0, -2), kb].join('~'),
        },
      },
    },
    SHOP,
  );
});

test('SJ-V4 a KB-JWT in the place of the token, and the other way round, is refused', async () => {
  await refusedToken('token.typ_wrong', { token: (_, kb) => `${kb}~${kb}` });
  await refusedToken('token.typ_wrong', { token: (signed) => signed + signed.split('~')[0] });
});

test('a token of one request does not answer the next', async () => {
  const holder = makeHolder();
  const first = await request(NAME_ONLY);
  let replay: unknown;
  await answer({
    options: first.options,
    origin: ORIGIN,
    data: ADA,
    holder,
    now: NOW,
    vpToken: (vpToken) => {
      replay = vpToken;
      return vpToken;
    },
  });
  await refused('token.nonce_mismatch', { holder, vpToken: () => replay });
});
