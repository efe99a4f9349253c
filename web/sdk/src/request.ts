import {
  type CredentialRequestOptions,
  ENC_VALUES,
  type EncryptionKey,
  PROTOCOL,
  PURPOSE_FORMAT,
  type Purpose,
  type VerifierInfo,
} from '@hailstone/protocol/openid4vp';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { encodeBase64url } from './base64url.js';
import { SiteError } from './error.js';
import { isObject } from './json.js';
import { type Asked, type AskedClaims, makeQuery } from './query.js';
import type { DecryptionKey, Session } from './session.js';
import { type ClaimName, TYPE_NAMES, type TypeName } from './vocabulary.js';

const DEFAULT_LIFETIME = 600;
const MAX_PURPOSE = 300;
const OPTIONS = ['purpose', 'encryption', 'lifetime', 'now'];

/** A list of claims means that all of them are required. */
export type TypeRequest<T extends TypeName> =
  | readonly ClaimName<T>[]
  | {
      readonly required?: readonly ClaimName<T>[];
      /** At most six. What is left out here is not asked for at all. */
      readonly optional?: readonly ClaimName<T>[];
      /** What this type is for, when it is not what the whole request is for. */
      readonly purpose?: Purpose;
      /** Only these values will do: `{ country: ["AT", "DE"] }` (OpenID4VP 6.3). */
      readonly values?: { readonly [C in ClaimName<T>]?: readonly string[] };
    };

export type RequestInput = {
  /** What the data is for: one sentence, or that sentence by language tag. The person reads it. */
  readonly purpose: Purpose;
  /** The kind of key that the answer is encrypted to. Every wallet can do P-256, which is the default. */
  readonly encryption?: 'P-256' | 'X25519';
  /** Seconds until the session ends, 600 when left out. */
  readonly lifetime?: number;
  readonly now?: Date;
} & { readonly [T in TypeName]?: TypeRequest<T> };

export interface SiteRequest {
  /** For `navigator.credentials.get`, or {@link ask}, in the page. JSON. */
  readonly options: CredentialRequestOptions;
  /** For {@link verify}, on the server. JSON, secret, for one use. */
  readonly session: Session;
}

/**
 * Makes one request: an OpenID4VP 1.0 request for the Digital Credentials API (Appendix A), with a fresh nonce of 256
 * bits (5.2) and a fresh encryption key (HAIP 5).
 *
 * ```ts
 * const { options, session } = await request({
 *   purpose: { en: 'To deliver your parcel.', de: 'Um Ihr Paket zuzustellen.' },
 *   person: ['name'],
 *   contact: { required: ['email'], optional: ['phone_number'] },
 *   address: ['street_address', 'postal_code', 'locality', 'country'],
 * });
 * ```
 *
 * @throws {SiteError} `request.*`
 */
export async function request(input: RequestInput): Promise<SiteRequest> {
  if (!isObject(input)) throw new SiteError('request.nothing_asked');
  for (const name of Object.keys(input)) {
    if (!OPTIONS.includes(name) && !TYPE_NAMES.some((type) => type === name)) {
      throw new SiteError('request.type_unknown', { detail: name });
    }
  }
  const query = makeQuery(parseAsked(input));
  const purposes = parsePurposes(input);
  const { encryption = 'P-256', lifetime = DEFAULT_LIFETIME, now = new Date() } = input;
  if (!Number.isFinite(lifetime) || lifetime <= 0)
    throw new SiteError('request.option_invalid', { detail: 'lifetime' });
  const createdAt = Math.floor(now.getTime() / 1000);
  if (!Number.isFinite(createdAt)) throw new SiteError('request.option_invalid', { detail: 'now' });

  const { publicKey, privateKey } = await makeKey(encryption);
  const nonce = encodeBase64url(crypto.getRandomValues(new Uint8Array(32)));
  return {
    options: {
      mediation: 'required',
      digital: {
        requests: [
          {
            protocol: PROTOCOL,
            data: {
              response_type: 'vp_token',
              response_mode: 'dc_api.jwt',
              nonce,
              dcql_query: query,
              client_metadata: {
                jwks: { keys: [publicKey] },
                encrypted_response_enc_values_supported: ENC_VALUES,
                vp_formats_supported: {
                  'dc+sd-jwt': { 'sd-jwt_alg_values': ['ES256'], 'kb-jwt_alg_values': ['ES256'] },
                },
              },
              verifier_info: purposes,
            },
          },
        ],
      },
    },
    session: { version: 1, nonce, key: privateKey, query, createdAt, expiresAt: createdAt + lifetime },
  };
}

function parseAsked(input: RequestInput): Asked {
  const { person, contact, address } = input;
  return {
    ...(person === undefined ? {} : { person: parseType('person', person) }),
    ...(contact === undefined ? {} : { contact: parseType('contact', contact) }),
    ...(address === undefined ? {} : { address: parseType('address', address) }),
  };
}

function parseType<T extends TypeName>(type: T, asked: TypeRequest<T>): AskedClaims<T> {
  if (isList(asked)) return { required: asked, optional: [], values: {} };
  if (!isObject(asked)) throw new SiteError('request.nothing_asked', { detail: type });
  const { required = [], optional = [], values = {} } = asked;
  if (!isList(required) || !isList(optional)) throw new SiteError('request.nothing_asked', { detail: type });
  for (const allowed of Object.values<unknown>(values)) {
    if (
      !Array.isArray(allowed) ||
      allowed.length === 0 ||
      allowed.some((value) => typeof value !== 'string')
    ) {
      throw new SiteError('request.option_invalid', { detail: `${type}.values` });
    }
  }
  return { required, optional, values };
}

/** `Array.isArray` does not narrow a readonly array. */
function isList<T>(value: readonly T[] | object): value is readonly T[] {
  return Array.isArray(value);
}

/** The purpose goes out as `verifier_info` (OpenID4VP 5.1), the member that is open to new formats. */
function parsePurposes(input: RequestInput): readonly VerifierInfo[] {
  const entries: VerifierInfo[] = [
    { format: PURPOSE_FORMAT, data: { purpose: parsePurpose(input.purpose, 'purpose') } },
  ];
  for (const type of TYPE_NAMES) {
    const asked = input[type];
    if (asked === undefined || !('purpose' in asked) || asked.purpose === undefined) continue;
    const purpose = parsePurpose(asked.purpose, `${type}.purpose`);
    entries.push({ format: PURPOSE_FORMAT, data: { purpose }, credential_ids: [type] });
  }
  return entries;
}

function parsePurpose(purpose: unknown, detail: string): Purpose {
  const isSentence = (text: unknown): text is string =>
    typeof text === 'string' && text.trim() !== '' && text.length <= MAX_PURPOSE;
  if (isSentence(purpose)) return purpose;
  if (!isObject(purpose)) throw new SiteError('request.purpose_invalid', { detail });
  const sentences: Record<string, string> = {};
  for (const [language, sentence] of Object.entries(purpose)) {
    if (!/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(language) || !isSentence(sentence)) {
      throw new SiteError('request.purpose_invalid', { detail });
    }
    sentences[language] = sentence;
  }
  if (Object.keys(sentences).length === 0) throw new SiteError('request.purpose_invalid', { detail });
  return sentences;
}

async function makeKey(
  crv: 'P-256' | 'X25519',
): Promise<{ publicKey: EncryptionKey; privateKey: DecryptionKey }> {
  if (crv !== 'P-256' && crv !== 'X25519')
    throw new SiteError('request.option_invalid', { detail: 'encryption' });
  const pair = await generateKeyPair('ECDH-ES', { crv, extractable: true });
  const { x, y, d } = await exportJWK(pair.privateKey);
  const kid = await calculateJwkThumbprint(await exportJWK(pair.publicKey));
  const use = { kid, use: 'enc', alg: 'ECDH-ES' } as const;
  if (crv === 'P-256' && x !== undefined && y !== undefined && d !== undefined) {
    return { publicKey: { kty: 'EC', crv, x, y, ...use }, privateKey: { kty: 'EC', crv, x, y, d, kid } };
  }
  if (crv === 'X25519' && x !== undefined && d !== undefined) {
    return { publicKey: { kty: 'OKP', crv, x, ...use }, privateKey: { kty: 'OKP', crv, x, d, kid } };
  }
  throw new SiteError('request.option_invalid', { detail: 'this runtime cannot make the encryption key' });
}
