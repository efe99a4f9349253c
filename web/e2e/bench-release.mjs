// `bench-release.mjs`: how long our module in wasm takes for tokens and messages in Node, beside `@sd-jwt/sd-jwt-vc` and `jose`, which
// sign and agree with WebCrypto. Both are measured in turns; a JSON object a line, as `cargo xtask bench` reads it. What is measured is
// what `card-bridge/examples/release_bench.rs` does.
import { createHash, randomFillSync, webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc';
import { CompactEncrypt, compactDecrypt, importJWK } from 'jose';

const NOW = 1_800_000_000;
const AUDIENCE = 'https://verifier.example';
const NONCE = 'nonce';
/** How many turns there are, and how long each is in milliseconds. */
const TURNS = 5;
const TURN = 200;

/** RFC 7518 appendix C, Bob. */
const PUBLIC = {
  kty: 'EC',
  crv: 'P-256',
  x: 'weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ',
  y: 'e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck',
};
const PRIVATE = { ...PUBLIC, d: 'VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw' };

const output = process.env.HAILSTONE_OUTPUT;
if (!output) throw new Error('HAILSTONE_OUTPUT is not set: run `cargo xtask bench release`');
const path = join(output, 'wasm/testkit/hailstone_wasm');
const module = await import(pathToFileURL(`${path}.js`));
module.initSync({ module: readFileSync(`${path}_bg.wasm`) });

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** The median time of a task in microseconds, done again and again for one turn. */
async function timesOf(task) {
  const times = [];
  const begin = performance.now();
  while (performance.now() - begin < TURN || times.length < 5) {
    const start = performance.now();
    await task();
    times.push((performance.now() - start) * 1000);
  }
  return median(times);
}

async function compare(name, peer, ours, theirs) {
  const times = [[], []];
  for (let turn = 0; turn < TURNS; turn++) {
    times[0].push(await timesOf(ours));
    times[1].push(await timesOf(theirs));
  }
  const [value, peer_value] = times.map(median);
  console.log(JSON.stringify({ name: `wasm ${name}`, value, unit: 'µs', peer, peer_value }));
}

function some(value) {
  if (value === undefined) throw new Error('ours refused');
  return value;
}

const seed = () => randomFillSync(new Uint8Array(32));

const ecdsa = { name: 'ECDSA', namedCurve: 'P-256' };
const signing = { name: 'ECDSA', hash: 'SHA-256' };
const [signingKey, verifyingKey] = await Promise.all([
  webcrypto.subtle.importKey('jwk', PRIVATE, ecdsa, false, ['sign']),
  webcrypto.subtle.importKey('jwk', PUBLIC, ecdsa, false, ['verify']),
]);
const sign = async (data) =>
  Buffer.from(await webcrypto.subtle.sign(signing, signingKey, Buffer.from(data))).toString('base64url');
const verify = (data, signature) =>
  webcrypto.subtle.verify(signing, verifyingKey, Buffer.from(signature, 'base64url'), Buffer.from(data));

const theirs = new SDJwtVcInstance({
  signer: sign,
  signAlg: 'ES256',
  verifier: verify,
  kbSigner: sign,
  kbSignAlg: 'ES256',
  kbVerifier: verify,
  hasher: (data) => new Uint8Array(createHash('sha256').update(data).digest()),
  hashAlg: 'sha-256',
  saltGenerator: (length) => randomFillSync(Buffer.alloc(length)).toString('base64url'),
});

for (const number of [10, 100, 1000]) {
  const claims = Array.from({ length: number }, (_, at) => `claim_${at}`);
  const payload = {
    iss: 'https://issuer.example',
    vct: 'https://issuer.example/pid',
    exp: 4_000_000_000,
    cnf: { jwk: PUBLIC },
    ...Object.fromEntries(claims.map((claim) => [claim, `the value of ${claim}`])),
  };
  const frame = Object.fromEntries(claims.filter((_, at) => at % 2 === 0).map((claim) => [claim, true]));
  const kb = { payload: { iat: NOW, aud: AUDIENCE, nonce: NONCE } };
  const issueTheirs = () => theirs.issue(payload, { _sd: claims });
  const tokenOfTheirs = await issueTheirs();
  const presentTheirs = () => theirs.present(tokenOfTheirs, frame, { kb });

  const ours = some(module.Tokens.make(JSON.stringify(PRIVATE), number));
  const presentation = some(ours.present());
  const name = `sd-jwt ${number}`;
  await compare(`${name} issue`, '@sd-jwt/sd-jwt-vc', () => some(ours.issue(seed())), issueTheirs);
  await compare(`${name} present`, '@sd-jwt/sd-jwt-vc', () => some(ours.present()), presentTheirs);
  await compare(
    `${name} verify`,
    '@sd-jwt/sd-jwt-vc',
    () => some(ours.verify(presentation)),
    () => theirs.verify(presentation, { keyBindingNonce: NONCE, currentDate: NOW }),
  );
  ours.free();
}

const plaintext = new Uint8Array(2048).fill(97);
const encrypt = async () =>
  new CompactEncrypt(plaintext)
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM' })
    .encrypt(await importJWK(PUBLIC, 'ECDH-ES'));
const message = await encrypt();
await compare(
  'jwe encrypt',
  'jose',
  () => some(module.encryptMessage(JSON.stringify(PUBLIC), plaintext, seed())),
  encrypt,
);
await compare(
  'jwe decrypt',
  'jose',
  () => some(module.decryptMessage(JSON.stringify(PRIVATE), message)),
  async () => compactDecrypt(message, await importJWK(PRIVATE, 'ECDH-ES')),
);
