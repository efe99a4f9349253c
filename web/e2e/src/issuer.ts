/** An issuer of credentials, with software that is not ours: npm `@sd-jwt/sd-jwt-vc`. */
import { createHash, generateKeyPairSync, type JsonWebKey, randomBytes, sign } from 'node:crypto';
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc';

export const ISSUER = 'https://uni.example';
export const DEGREE = 'https://uni.example/degree';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** The issuer's key, as a person gets it from them. */
export const ISSUER_JWK: JsonWebKey = publicKey.export({ format: 'jwk' });

export function hasher(data: string | ArrayBuffer, algorithm: string): Uint8Array {
  const hash = createHash(algorithm.replace('-', ''));
  return new Uint8Array(hash.update(typeof data === 'string' ? data : new Uint8Array(data)).digest());
}

/** A degree for the holder of this key: the degree, the name and where it was can be withheld, the year cannot. */
export async function degree(holder: string, name = 'Ada Lovelace'): Promise<string> {
  const instance = new SDJwtVcInstance({
    hasher,
    hashAlg: 'sha-256',
    saltGenerator: (length) => randomBytes(length).toString('base64url'),
    signAlg: 'ES256',
    signer: (data) =>
      sign('sha256', new TextEncoder().encode(data), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString(
        'base64url',
      ),
  });
  const now = Math.floor(Date.now() / 1000);
  const payload = {
    iss: ISSUER,
    vct: DEGREE,
    iat: now,
    exp: now + 86_400,
    cnf: { jwk: JSON.parse(holder) as JsonWebKey },
    name,
    degree: 'Doctor of Letters',
    place: { city: 'London', country: 'GB' },
    awarded: 1840,
  };
  return instance.issue(
    payload as never,
    { _sd: ['name', 'degree', 'place'], place: { _sd: ['city'] } } as never,
  );
}
