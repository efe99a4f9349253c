/** What makes the disclosures of a token wrong. A name begins with the rule. */
import { test } from 'node:test';
import { refusedIssuer } from './fixture.js';
import { digest, disclose, discloseOnly, encode, makeDisclosure } from './wallet.js';

test('SJ-V2 a disclosure that is not base64url or not a JSON array is refused', async () => {
  for (const disclosure of [
    '%%%',
    'WyJh',
    encode('text'),
    encode({}),
    encode([]),
    encode([7, 'name', 'x']),
  ]) {
    await refusedIssuer('token.disclosure_malformed', (draft) => discloseOnly(draft, disclosure));
  }
  await refusedIssuer('token.disclosure_malformed', (draft) =>
    discloseOnly(draft, Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d]).toString('base64url')),
  );
});

test('SJ-V2 a disclosure in _sd that has not three elements is refused', async () => {
  await refusedIssuer('token.disclosure_malformed', (draft) => discloseOnly(draft, makeDisclosure('name')));
  await refusedIssuer('token.disclosure_malformed', (draft) =>
    discloseOnly(draft, makeDisclosure('name', 'Ada', 'x')),
  );
  await refusedIssuer('token.disclosure_malformed', (draft) => discloseOnly(draft, makeDisclosure(7, 'Ada')));
});

test('SJ-V2 a disclosure in an array that has not two elements is refused', async () => {
  await refusedIssuer('token.disclosure_malformed', (draft) => {
    const disclosure = makeDisclosure('name', 'Ada');
    draft.disclosures.push(disclosure);
    draft.payload.nationalities = [{ '...': digest(disclosure) }];
  });
});

test('SJ-V2 a disclosed claim named _sd, ... or _sd_alg is refused', async () => {
  for (const name of ['_sd', '...', '_sd_alg']) {
    await refusedIssuer('token.disclosure_name_forbidden', (draft) => disclose(draft, name, []));
  }
});

test('SJ-V2 a disclosed claim whose name is already there is refused', async () => {
  await refusedIssuer('token.disclosure_name_taken', (draft) => {
    draft.payload.name = 'Eve';
  });
  await refusedIssuer('token.disclosure_name_taken', (draft) => disclose(draft, 'name', 'Eve'));
  await refusedIssuer('token.disclosure_name_taken', (draft) => disclose(draft, 'iss', 'did:jwk:e30'));
});

test('SJ-V2 an _sd that is not an array of strings is refused', async () => {
  for (const digests of ['text', {}, [7], [null]]) {
    await refusedIssuer('token.malformed', (draft) => {
      draft.payload._sd = digests;
    });
  }
});

test('SJ-V2 an array digest with other members beside it, or outside an array, is refused', async () => {
  await refusedIssuer('token.malformed', ({ payload }) => {
    payload.list = [{ '...': 'x'.repeat(43), more: true }];
  });
  await refusedIssuer('token.malformed', ({ payload }) => {
    payload.list = [{ '...': 7 }];
  });
  await refusedIssuer('token.malformed', ({ payload }) => {
    payload['...'] = 'x'.repeat(43);
  });
});

test('SJ-2 an _sd_alg below the top level is refused', async () => {
  await refusedIssuer('token.malformed', ({ payload }) => {
    payload.more = { _sd_alg: 'sha-256' };
  });
});

test('SJ-V2 a payload nested without end is refused', async () => {
  await refusedIssuer('token.malformed', ({ payload }) => {
    payload.deep = JSON.parse('['.repeat(2000) + ']'.repeat(2000));
  });
});

test('SJ-V2 a claim named __proto__ is a claim, and was not asked for', async () => {
  await refusedIssuer('token.not_asked', (draft) => disclose(draft, '__proto__', { name: 'Eve' }));
});

test('SJ-V3 a digest that stands twice is refused', async () => {
  await refusedIssuer('token.digest_repeated', (draft) => {
    draft.payload._sd = [...(draft.payload._sd as string[]), ...(draft.payload._sd as string[])];
  });
  await refusedIssuer('token.digest_repeated', (draft) => {
    draft.payload.more = { _sd: draft.payload._sd };
  });
  await refusedIssuer('token.digest_repeated', (draft) => {
    draft.payload.list = [{ '...': 'x'.repeat(43) }, { '...': 'x'.repeat(43) }];
  });
  await refusedIssuer('token.digest_repeated', (draft) =>
    disclose(draft, 'more', { _sd: [(draft.payload._sd as string[])[0]] }),
  );
});

test('SJ-V3 a disclosure that nothing refers to is refused', async () => {
  await refusedIssuer('token.disclosure_unreferenced', (draft) => {
    draft.disclosures.push(makeDisclosure('nickname', 'Countess'));
  });
});

test('SJ-V3 two disclosures that refer only to each other are refused', async () => {
  await refusedIssuer('token.disclosure_unreferenced', (draft) => {
    const inner = makeDisclosure('nickname', 'Countess');
    draft.disclosures.push(inner, makeDisclosure('more', { _sd: [digest(inner)] }));
  });
});

test('SJ-1 a disclosure that is sent twice is refused', async () => {
  await refusedIssuer('token.disclosure_repeated', (draft) => {
    draft.disclosures.push(...draft.disclosures);
  });
});
