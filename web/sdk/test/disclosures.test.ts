/** Disclosure processing against the examples that RFC 9901 publishes. */
import { deepStrictEqual, equal, ok, rejects } from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { digestOf } from '../src/base64url.js';
import { processDisclosures } from '../src/disclosures.js';
import type { JsonObject } from '../src/json.js';

const VECTORS = fileURLToPath(new URL('../vectors/rfc9901', import.meta.url));

function read(example: string, file: string): string {
  return readFileSync(join(VECTORS, example, file), 'utf8').trim();
}

function readJson(example: string, file: string): JsonObject {
  return JSON.parse(read(example, file));
}

/** Lines of `<digest> <disclosure>`. */
function readDisclosures(example: string): [digest: string, disclosure: string][] {
  return read(example, 'disclosures.txt')
    .split('\n')
    .map((line) => line.split(/\s+/))
    .map(([digest = '', disclosure = '']) => [digest, disclosure]);
}

const EXAMPLES = [
  'simple',
  'simple_structured',
  'complex_ekyc',
  'sd_jwt_vc',
  'w3c_vcdm',
  'flat',
  'recursive',
  'structured',
];

for (const example of EXAMPLES) {
  test(`SJ-3 RFC 9901 ${example}: every published digest is the one we compute`, async () => {
    for (const [digest, disclosure] of readDisclosures(example)) equal(await digestOf(disclosure), digest);
  });
}

for (const example of EXAMPLES.filter((name) => existsSync(join(VECTORS, name, 'verified.json')))) {
  test(`SJ-V2 RFC 9901 ${example}: the published presentation gives the published payload`, async () => {
    const [jwt = '', ...rest] = read(example, 'presentation.txt').split('~');
    const payload = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString());
    deepStrictEqual(payload, readJson(example, 'payload.json'));
    const { claims } = await processDisclosures(payload, rest.slice(0, -1));
    deepStrictEqual(claims, readJson(example, 'verified.json'));
  });
}

const ADDRESS = {
  street_address: 'Schulstr. 12',
  locality: 'Schulpforta',
  region: 'Sachsen-Anhalt',
  country: 'DE',
};

for (const example of ['flat', 'recursive', 'structured']) {
  test(`SJ-V2 RFC 9901 ${example}: all disclosures together give the whole address`, async () => {
    const disclosures = readDisclosures(example).map(([, disclosure]) => disclosure);
    const { claims } = await processDisclosures(readJson(example, 'payload.json'), disclosures);
    deepStrictEqual(claims.address, ADDRESS);
    ok(!('_sd_alg' in claims) && !('_sd' in claims));
  });
}

test('SJ-4 RFC 9901 recursive: a child disclosure without its parent is refused', async () => {
  const disclosures = readDisclosures('recursive').map(([, disclosure]) => disclosure);
  const isParent = (disclosure: string) =>
    JSON.parse(Buffer.from(disclosure, 'base64url').toString())[1] === 'address';
  await rejects(
    processDisclosures(
      readJson('recursive', 'payload.json'),
      disclosures.filter((disclosure) => !isParent(disclosure)),
    ),
    { code: 'token.disclosure_unreferenced' },
  );
  const alone = await processDisclosures(
    readJson('recursive', 'payload.json'),
    disclosures.filter((disclosure) => isParent(disclosure)),
  );
  deepStrictEqual(alone.claims.address, {});
});

test('SJ-V2 every RFC 9901 example with one more disclosure is refused', async () => {
  const foreign = readDisclosures('flat')[0]?.[1] ?? '';
  for (const example of EXAMPLES.filter((name) => name !== 'flat')) {
    await rejects(processDisclosures(readJson(example, 'payload.json'), [foreign]), {
      code: 'token.disclosure_unreferenced',
    });
  }
});
