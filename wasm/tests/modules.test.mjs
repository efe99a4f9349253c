// The modules as `cargo xtask build` makes them, in Node: they load, they answer, and their errors are pairs of code
// and class. What needs a browser (IndexedDB) is tested in one, in `web/e2e`.
import { deepEqual, equal, ok, rejects, throws } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

const output = process.env.HAILSTONE_OUTPUT;
if (!output) throw new Error('HAILSTONE_OUTPUT is not set: run `cargo xtask test --only wasm-node`');

async function load(folder, name) {
  const path = join(output, 'wasm', folder, name);
  const module = await import(pathToFileURL(`${path}.js`));
  module.initSync({ module: readFileSync(`${path}_bg.wasm`) });
  return module;
}

const VCARD = `BEGIN:VCARD\r
VERSION:4.0\r
FN:Ada Example\r
EMAIL:ada@example.org\r
ADR:;;Main Street 1;Springfield;;12345;\r
END:VCARD\r
`;

const CERTIFICATES = join(import.meta.dirname, '../../core/src/trust/tests/certificates');

test('trust names the authority of a certificate, and refuses what is none', async () => {
  const { Anchors } = await load('trust', 'hailstone_wasm_trust');
  const anchors = new Anchors();
  const der = readFileSync(join(CERTIFICATES, 'root-p256.der'));
  equal(anchors.add(der), 'Example Authority');
  const pem = `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`;
  equal(anchors.add(Buffer.from(pem)), 'Example Authority');
  for (const bad of ['', 'no certificate', `${pem}${pem}`])
    throws(() => anchors.add(Buffer.from(bad)), { code: 'certificate.malformed', class: 'hostile' });
  anchors.free();
});

test('trust refuses a request that nobody signed, with a code and a class', async () => {
  const { Anchors, examineRequest } = await load('trust', 'hailstone_wasm_trust');
  const anchors = new Anchors();
  const examine = (data) => examineRequest('openid4vp-v1-signed', 'https://a.example', data, anchors);
  throws(() => examine('{}'), { code: 'request.object_invalid', class: 'hostile' });
  throws(() => examine('{"request":"a.b.c"}'), { code: 'jose.malformed', class: 'hostile' });
  throws(() => examine('{'), { code: 'request.malformed', class: 'hostile' });
});

test('interchange reads a vCard into drafts, one for each record', async () => {
  const { readVcard } = await load('interchange', 'hailstone_wasm_interchange');
  const drafts = readVcard(VCARD);
  deepEqual(drafts.preview.map((draft) => draft.kind).sort(), ['address', 'email', 'person']);
  ok(drafts.bytes instanceof Uint8Array && drafts.bytes.length > 0);
});

test('interchange refuses what is no vCard, with a code and a class', async () => {
  const { readVcard } = await load('interchange', 'hailstone_wasm_interchange');
  throws(
    () => readVcard('no card'),
    (error) => /^import\.[a-z_]+$/.test(error.code) && ['person', 'hostile'].includes(error.class),
  );
});

test('a new sheet is read as it was written, however it is typed, and what is wrong is said with its place', async () => {
  const { Sheet, readPaper } = await load('interchange', 'hailstone_wasm_interchange');
  const [sheet, other] = [Sheet.make(), Sheet.make()];
  const { words, secret } = sheet;
  equal(words.length, 12);
  equal(secret.length, 16);
  ok(Buffer.compare(secret, other.secret) !== 0);
  ok(sheet.size > 40 && sheet.path.startsWith('M4 4h1v1h-1z'));
  deepEqual(readPaper([words.join(' ')]), secret);
  deepEqual(readPaper([words.map((word, at) => `${at + 1}) ${word.slice(0, 4).toUpperCase()}`).join('\n')]), secret);
  const refused = (typed, expected) =>
    throws(
      () => readPaper(typed),
      ({ code, paper, word }) => {
        deepEqual({ code, paper, word }, expected);
        return true;
      },
    );
  const unknown = words.with(6, 'hailstone').join(' ');
  refused([unknown], { code: 'vault.recovery_word_unknown', paper: 1, word: 7 });
  refused([words.slice(1).join(' ')], { code: 'vault.recovery_words_count', paper: 1, word: undefined });
  refused([], { code: 'vault.shares_missing', paper: undefined, word: undefined });
  sheet.free();
  other.free();
});

test('the wallet without IndexedDB fails with a code and no payload', async () => {
  const { Wallet } = await load('hailstone', 'hailstone_wasm');
  await rejects(Wallet.open('test'), (error) => {
    equal(error.message, error.code);
    return /^[a-z]+\.[a-z_]+$/.test(error.code) && typeof error.class === 'string';
  });
});

test('a long content is opened as it was sealed, by the module or by the browser, and never when it was changed', async () => {
  const { Contents } = await load('testkit', 'hailstone_wasm');
  const contents = new Contents();
  const edges = [0, 1, 495, 496, 497, 128 * 1024, 128 * 1024 + 1, 1_200_000];
  for (const length of edges) {
    const content = Uint8Array.from({ length }, (_, place) => (place * 31) % 251);
    const sealed = await contents.seal(content);
    deepEqual(Buffer.concat(await contents.open(sealed)), Buffer.from(content), `${length} bytes`);
    const tampered = (parts) => rejects(contents.open(parts), { code: 'vault.tampered', class: 'hostile' });
    for (const [chunk, bytes] of sealed.entries())
      for (const place of [0, bytes.length >> 1, bytes.length - 1]) {
        const changed = bytes.slice();
        changed[place] ^= 1;
        await tampered(sealed.with(chunk, changed));
      }
    await tampered(sealed.with(0, sealed[0].subarray(1)));
    await tampered(sealed.slice(1));
    await tampered([...sealed, sealed[0]]);
    if (sealed.length > 2) await tampered([sealed[1], sealed[0], ...sealed.slice(2)]);
    await rejects(contents.open(sealed.with(0, 'text')), { code: 'wallet.argument_invalid' });
  }
});

test('Argon2id with SIMD derives what it derives without', async () => {
  const { deriveArgon2id } = await load('testkit', 'hailstone_wasm');
  const derived = deriveArgon2id('correct horse battery staple', new Uint8Array(16).fill(7), 4099, 2, 3);
  // As in core/argon2id/src/tests.rs.
  equal(Buffer.from(derived).toString('hex'), '8fdc801ee2b80c610baaf6979920046fb9481abefa9bec013fd397a6c06e5669');
});
