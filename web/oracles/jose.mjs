// What npm `jose` makes of keys, messages and signatures: one JSON document a line in, one out. Bytes are base64url.
import { createInterface } from 'node:readline';
import {
  CompactEncrypt,
  CompactSign,
  calculateJwkThumbprint,
  compactDecrypt,
  compactVerify,
  flattenedVerify,
  generalVerify,
} from 'jose';

const bytes = (text) => new Uint8Array(Buffer.from(text, 'base64url'));
const text = (array) => Buffer.from(array).toString('base64url');

const signatures = { algorithms: ['ES256', 'EdDSA', 'Ed25519'] };
const encryption = {
  keyManagementAlgorithms: ['ECDH-ES'],
  contentEncryptionAlgorithms: ['A128GCM', 'A192GCM', 'A256GCM'],
};

function verifyAny(jws, jwk) {
  if (typeof jws === 'string') return compactVerify(jws, jwk, signatures);
  return 'signatures' in jws ? generalVerify(jws, jwk, signatures) : flattenedVerify(jws, jwk, signatures);
}

const operations = {
  async sign({ jwk, header, payload }) {
    return { compact: await new CompactSign(bytes(payload)).setProtectedHeader(header).sign(jwk) };
  },
  async verify({ jws, jwk }) {
    const { payload, protectedHeader } = await verifyAny(jws, jwk);
    return { payload: text(payload), header: protectedHeader };
  },
  async encrypt({ jwk, header, plaintext, apu, apv }) {
    const message = new CompactEncrypt(bytes(plaintext)).setProtectedHeader(header);
    const parties = { ...(apu && { apu: bytes(apu) }), ...(apv && { apv: bytes(apv) }) };
    return { compact: await message.setKeyManagementParameters(parties).encrypt(jwk) };
  },
  async decrypt({ jwe, jwk }) {
    const { plaintext, protectedHeader } = await compactDecrypt(jwe, jwk, encryption);
    return { payload: text(plaintext), header: protectedHeader };
  },
  async thumbprint({ jwk }) {
    return { thumbprint: await calculateJwkThumbprint(jwk) };
  },
};

async function answer(question) {
  try {
    return await operations[question.operation](question);
  } catch (error) {
    return { refused: String(error.code ?? error.message) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
}
