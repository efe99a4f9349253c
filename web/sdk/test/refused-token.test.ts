/** What makes the issuer-signed JWT wrong, and its time. A name begins with the rule. */
import { test } from 'node:test';
import { NOW, refused, refusedIssuer, refusedToken } from './fixture.js';
import { digest, disclose, encode, makeDisclosure, makeHolder, signJws } from './wallet.js';

test('SJ-V1 what is not a compact SD-JWT is refused', async () => {
  const tokens: ((signed: string, kb: string) => string)[] = [
    () => '',
    () => 'a.b.c',
    (signed) => signed.split('~')[0] ?? '',
    () => '~~',
    () => 'a~b',
    (signed, kb) => `${signed}~${kb}`,
    (signed, kb) => `${signed.replace('.', '=.')}${kb}`,
    (signed, kb) =>
      `${encode({ alg: 'ES256', typ: 'dc+sd-jwt' })}.${encode([])}.AAAA~${kb}${signed.slice(0, 0)}`,
    (signed, kb) => signed + kb.split('.').slice(0, 2).join('.'),
  ];
  for (const token of tokens) await refusedToken('token.malformed', { token });
});

test('SJ-V1 base64url in another spelling than its canonical one is refused', async () => {
  // 64 bytes are 86 characters, and the last four bits of the last one mean nothing.
  await refusedToken('token.malformed', {
    token: (signed, kb) => {
      const respelled = String.fromCharCode(kb.charCodeAt(kb.length - 1) + 1);
      return signed + kb.slice(0, -1) + respelled;
    },
  });
});

test('SJ-V1 the JWS JSON serialization is refused', async () => {
  await refused('response.malformed', { vpToken: () => ({ person: [{ payload: '', signatures: [] }] }) });
});

test('SJ-V1 an algorithm other than ES256 is refused, none above all', async () => {
  for (const alg of ['none', 'HS256', 'ES384', 'EdDSA', 'es256', undefined]) {
    await refusedIssuer('token.algorithm_not_allowed', ({ header }) => {
      header.alg = alg;
    });
  }
  await refusedToken('token.algorithm_not_allowed', {
    issuer: ({ header }) => {
      header.alg = 'none';
    },
    token: (signed, kb) => signed.replace(/\.[^.~]*~/, '.~') + kb,
  });
});

test('SJ-V1 a critical header parameter is refused', async () => {
  await refusedIssuer('token.malformed', ({ header }) => {
    header.crit = ['exp'];
  });
});

test('SJ-V1 a signature of another key is refused', async () => {
  await refusedToken('token.signature_invalid', { issuerKey: makeHolder().key });
});

test('SJ-V1 a payload that was changed after signing is refused', async () => {
  await refusedToken('token.signature_invalid', {
    token: (signed, kb) => {
      const [jwt = '', ...disclosures] = signed.split('~');
      const [header, payload = '', signature] = jwt.split('.');
      const changed = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), exp: NOW + 601 };
      return [[header, encode(changed), signature].join('.'), ...disclosures].join('~') + kb;
    },
  });
});

test('SJ-V1 a hash other than sha-256 is refused, truncated ones too', async () => {
  for (const name of ['sha-512', 'sha-256-128', 'SHA-256', 'md5', null, 7]) {
    await refusedIssuer('token.hash_not_allowed', ({ payload }) => {
      payload._sd_alg = name;
    });
  }
});

test('SV-1 a typ other than dc+sd-jwt is refused', async () => {
  for (const typ of [undefined, 'JWT', 'vc+sd-jwt', 'kb+jwt', 'application/dc+sd-jwt']) {
    await refusedIssuer('token.typ_wrong', ({ header }) => {
      header.typ = typ;
    });
  }
});

test('SV-2 a token without vct is refused', async () => {
  for (const vct of [undefined, 7, null]) {
    await refusedIssuer('token.type_missing', ({ payload }) => {
      payload.vct = vct;
    });
  }
});

test('SV-2 a vct, issuer, key or end that comes from a disclosure is refused', async () => {
  for (const [name, value] of [
    ['nbf', NOW],
    ['vct#integrity', 'sha256-AAAA'],
    ['aka_vcts', []],
    ['status', {}],
  ] as const) {
    await refusedIssuer('token.disclosure_name_forbidden', (draft) => disclose(draft, name, value));
  }
  await refusedIssuer('token.disclosure_name_forbidden', (draft) => {
    disclose(draft, 'exp', draft.payload.exp);
    delete draft.payload.exp;
  });
  await refusedIssuer('token.disclosure_name_forbidden', (draft) => {
    const disclosure = makeDisclosure('jwk', (draft.payload.cnf as Record<string, unknown>).jwk);
    draft.disclosures.push(disclosure);
    draft.payload.cnf = { _sd: [digest(disclosure)] };
  });
});

test('SJ-V3 a token without iat or exp is refused', async () => {
  for (const name of ['iat', 'exp']) {
    await refusedIssuer('token.validity_missing', ({ payload }) => {
      delete payload[name];
    });
  }
});

test('SJ-V3 a time that is not a number is refused', async () => {
  for (const name of ['iat', 'exp', 'nbf']) {
    await refusedIssuer('token.malformed', ({ payload }) => {
      payload[name] = String(NOW);
    });
  }
});

test('SJ-V3 a token past its end is refused', async () => {
  await refusedIssuer('token.expired', ({ payload }) => {
    payload.exp = NOW - 60;
  });
});

test('SJ-V3 a token before its beginning is refused', async () => {
  await refusedIssuer('token.not_yet_valid', ({ payload }) => {
    payload.nbf = NOW + 61;
  });
  await refusedIssuer('token.not_yet_valid', ({ payload }) => {
    payload.iat = NOW + 61;
  });
});

test('SJ-V3 a token that was made long before the request is refused', async () => {
  await refusedIssuer('token.too_old', ({ payload }) => {
    payload.iat = NOW - 661;
  });
});

test('SJ-V3 an issuer-signed aud for another site is refused', async () => {
  await refusedIssuer('token.audience_mismatch', ({ payload }) => {
    payload.aud = 'origin:https://other.example';
  });
});

test('a token signed by hand without the library is held to the same rules', async () => {
  const holder = makeHolder();
  const jwt = signJws(
    { alg: 'ES256', typ: 'dc+sd-jwt', kid: `${holder.did}#0` },
    { iss: holder.did },
    holder.key,
  );
  await refused('token.type_missing', { vpToken: () => ({ person: [`${jwt}~${jwt}`] }) });
});
