// npm `@openid4vc/openid4vp` as a site: it makes a request, and later reads the answer to it. One JSON document a line in, one out.
//   { step: "request", … } gives the request as it reaches a wallet, and what the site keeps of it
//   { step: "answer", … } gives what the site found in the answer, and the algorithms under which `jose` verified both signatures of each token
import { createHash, randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { Openid4vpVerifier } from '@openid4vc/openid4vp';
import { CompactSign, compactDecrypt, compactVerify, exportJWK, generateKeyPair, importJWK } from 'jose';

/** RFC 7518 §6.2.1: without `d`, which is what a private key has more. */
const publicOf = ({ d: _, ...jwk }) => jwk;

function callbacksFor({ signing, decryption }) {
  return {
    hash: (data, algorithm) => createHash(algorithm.replace('-', '')).update(data).digest(),
    signJwt: async ({ alg }, { header, payload }) => ({
      jwt: await new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
        .setProtectedHeader({ ...header, alg })
        .sign(await importJWK(signing, alg)),
      signerJwk: publicOf(signing),
    }),
    decryptJwe: async (jwe) => {
      const { plaintext } = await compactDecrypt(jwe, await importJWK(decryption, 'ECDH-ES'));
      return { decrypted: true, decryptionJwk: decryption, payload: new TextDecoder().decode(plaintext) };
    },
    // Answers are encrypted and not signed (OpenID4VP 1.0 §8.3).
    verifyJwt: () => ({ verified: false }),
  };
}

async function request({
  mode,
  signed,
  curve,
  enc,
  algorithm,
  origin,
  client,
  certificate,
  did,
  signing,
  query,
}) {
  const overApi = mode.startsWith('dc_api');
  const { privateKey, publicKey } = await generateKeyPair('ECDH-ES', { crv: curve, extractable: true });
  const decryption = await exportJWK(privateKey);
  const key = { ...(await exportJWK(publicKey)), kid: randomUUID(), use: 'enc', alg: 'ECDH-ES' };
  const encrypted = mode.endsWith('.jwt')
    ? { jwks: { keys: [key] }, encrypted_response_enc_values_supported: [enc] }
    : {};
  const payload = {
    response_type: 'vp_token',
    response_mode: mode,
    nonce: randomUUID(),
    dcql_query: query,
    client_metadata: {
      vp_formats_supported: {
        'dc+sd-jwt': { 'sd-jwt_alg_values': [algorithm], 'kb-jwt_alg_values': [algorithm] },
      },
      ...encrypted,
    },
    ...(client === null ? {} : { client_id: client }),
    ...(overApi && signed ? { expected_origins: [origin] } : {}),
    ...(overApi ? {} : { response_uri: `${origin}/answer`, state: randomUUID() }),
  };
  const signer =
    did === null
      ? { method: 'x5c', alg: 'ES256', x5c: [certificate] }
      : { method: 'did', alg: 'ES256', didUrl: `${did}#0` };
  const made = await new Openid4vpVerifier({
    callbacks: callbacksFor({ signing }),
  }).createOpenId4vpAuthorizationRequest({
    authorizationRequestPayload: payload,
    ...(signed
      ? {
          jar: {
            jwtSigner: signer,
            expiresInSeconds: 300,
            ...(overApi ? {} : { requestUri: `${origin}/request` }),
            // By itself the library says the address of the request, which is not what §5.8 says.
            additionalJwtPayload: { aud: 'https://self-issued.me/v2' },
          },
        }
      : {}),
  });
  const kept = { payload: made.authorizationRequestPayload, decryption };
  if (overApi)
    return {
      protocol: `openid4vp-v1-${signed ? 'signed' : 'unsigned'}`,
      data: made.authorizationRequestObject,
      kept,
    };
  return { uri: made.authorizationRequest, object: made.jar?.authorizationRequestJwt ?? null, kept };
}

async function answer({ kept: { payload, decryption }, response, origin }) {
  try {
    const callbacks = callbacksFor({ decryption });
    const parsed = await new Openid4vpVerifier({ callbacks }).parseOpenid4vpAuthorizationResponse({
      callbacks,
      authorizationResponse: response,
      authorizationRequestPayload: payload,
      ...(origin === null ? {} : { origin }),
    });
    return {
      type: parsed.type,
      nonce: parsed.expectedNonce,
      presentations: parsed.dcql.presentations,
      encrypted: parsed.jarm?.type ?? null,
      algorithms: await Promise.all(Object.values(parsed.dcql.presentations).flat().map(algorithmsOf)),
    };
  } catch (error) {
    return { refused: String(error.message) };
  }
}

const read = (part) => JSON.parse(Buffer.from(part, 'base64url').toString());

/** The issuer is the `did:jwk` that the token names, the holder the key in it. */
async function algorithmsOf(presentation) {
  const issued = presentation.slice(0, presentation.indexOf('~'));
  const binding = presentation.slice(presentation.lastIndexOf('~') + 1);
  const [header, payload] = issued.split('.', 2).map(read);
  const issuer = read(header.kid.replace(/^did:jwk:/, '').replace(/#0$/, ''));
  const verified = [
    [issued, issuer],
    [binding, payload.cnf.jwk],
  ].map(async ([jwt, jwk]) => {
    const { alg } = read(jwt.split('.', 1)[0]);
    return (await compactVerify(jwt, await importJWK(jwk, alg))).protectedHeader.alg;
  });
  return Promise.all(verified);
}

for await (const line of createInterface({ input: process.stdin })) {
  const { step, ...rest } = JSON.parse(line);
  const said = await (step === 'request' ? request(rest) : answer(rest));
  process.stdout.write(`${JSON.stringify(said)}\n`);
}
