// What npm `@sd-jwt/core` issues, presents and verifies: one JSON document a line in, one out.
import { createHash, createPrivateKey, createPublicKey, randomBytes, sign, verify } from 'node:crypto';
import { createInterface } from 'node:readline';
import { SDJwtInstance } from '@sd-jwt/core';

const TYPE = 'example+sd-jwt';

const hasher = (data, algorithm) => {
  const name = { 'sha-256': 'sha256', 'sha-384': 'sha384', 'sha-512': 'sha512' }[algorithm];
  if (name === undefined) throw new Error(`no hash ${algorithm}`);
  return new Uint8Array(createHash(name).update(data).digest());
};
const saltGenerator = (length) => randomBytes(length).toString('base64url');

/** Keys are few; reading one takes longer than signing with it. */
const keys = new Map();
function keyOf(jwk) {
  const text = JSON.stringify(jwk);
  if (!keys.has(text)) {
    const make = 'd' in jwk ? createPrivateKey : createPublicKey;
    keys.set(text, { key: make({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' });
  }
  return keys.get(text);
}

const signerOf = (jwk) => (data) => sign('sha256', Buffer.from(data), keyOf(jwk)).toString('base64url');
const verifierOf = (jwk) => (data, signature) =>
  verify('sha256', Buffer.from(data), keyOf(jwk), Buffer.from(signature, 'base64url'));

const operations = {
  async issue({ jwk, payload, frame, hash }) {
    const issuer = new SDJwtInstance({
      signer: signerOf(jwk),
      signAlg: 'ES256',
      hasher,
      hashAlg: hash,
      saltGenerator,
    });
    return { token: await issuer.issue(payload, frame, { header: { typ: TYPE } }) };
  },
  // Its own `present` with a key binding presents twice, and 0.19.0 reads the disclosures in such a way that those inside of an open
  // member of another are lost the second time. So the binding is made of the first.
  async present({ jwk, token, frame, binding, hash }) {
    const holder = new SDJwtInstance({ hasher, kbSigner: signerOf(jwk), kbSignAlg: 'ES256' });
    const unbound = await holder.present(token, frame);
    const digest = Buffer.from(hasher(unbound, hash)).toString('base64url');
    const bound = await holder.createKBJwt({ payload: binding }, digest);
    return { presentation: unbound + bound.encodeJwt() };
  },
  async verify({ jwk, presentation, nonce, now }) {
    const verifier = new SDJwtInstance({
      hasher,
      verifier: verifierOf(jwk),
      kbVerifier: (data, signature, payload) => verifierOf(payload.cnf.jwk)(data, signature),
    });
    const options = { keyBindingNonce: nonce, currentDate: now };
    return { claims: (await verifier.verify(presentation, options)).payload };
  },
};

async function answer(question) {
  try {
    return await operations[question.operation](question);
  } catch (error) {
    return { refused: String(error.message) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
}
