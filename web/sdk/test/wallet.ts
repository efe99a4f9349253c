/**
 * A wallet for tests: made with node:crypto and jose only, so that it shares nothing with what it tests. It answers
 * as the profile says, and lets a test change any part of the answer before it is signed.
 */
import {
  createCipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import type {
  AuthorizationRequest,
  CredentialQuery,
  CredentialRequestOptions,
} from '@hailstone/protocol/openid4vp';
import { CompactEncrypt, importJWK } from 'jose';

type Members = Record<string, unknown>;

export interface Holder {
  readonly key: KeyObject;
  readonly jwk: Members;
  readonly did: string;
}

/** What a person keeps, by type and claim path: `{ address: { address: { locality: … } } }`. */
export type Data = Readonly<Record<string, Members>>;

export interface IssuerDraft {
  header: Members;
  payload: Members;
  disclosures: string[];
}

/** Changes that make an answer wrong, each at its place in the making of a token. */
export interface Alterations {
  readonly issuer?: (draft: IssuerDraft) => void;
  readonly issuerKey?: KeyObject;
  readonly keyBinding?: (draft: { header: Members; payload: Members }) => void;
  readonly holderKey?: KeyObject;
  readonly token?: (signedPart: string, keyBindingJwt: string) => string;
}

export interface AnswerInput {
  readonly options: CredentialRequestOptions;
  readonly origin: string;
  readonly data: Data;
  readonly holder?: Holder;
  /** Seconds since 1970. */
  readonly now?: number;
  readonly alter?: Readonly<Record<string, Alterations>>;
  readonly vpToken?: (vpToken: Record<string, unknown>) => unknown;
  readonly plaintext?: (plaintext: string) => string;
  readonly enc?: string;
  readonly jweHeader?: Members;
}

export interface Credential {
  protocol: string;
  data: Members;
}

export function makeHolder(): Holder {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return holderOf(privateKey);
}

export function holderOf(key: KeyObject): Holder {
  const { crv, kty, x, y } = createPublicKey(key).export({ format: 'jwk' });
  const jwk = { crv, kty, x, y };
  return { key, jwk, did: didOf(jwk) };
}

export function didOf(jwk: Members): string {
  return `did:jwk:${encode(jwk)}`;
}

export function keyOf(jwk: JsonWebKey): KeyObject {
  return createPrivateKey({ key: jwk, format: 'jwk' });
}

export function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function digest(text: string): string {
  return createHash('sha256').update(text, 'ascii').digest('base64url');
}

export function makeDisclosure(...content: unknown[]): string {
  return encode([randomBytes(16).toString('base64url'), ...content]);
}

/** Adds a disclosure under the top-level `_sd`. */
export function disclose(draft: IssuerDraft, ...content: unknown[]) {
  const disclosure = makeDisclosure(...content);
  draft.disclosures.push(disclosure);
  draft.payload._sd = [...((draft.payload._sd as string[] | undefined) ?? []), digest(disclosure)];
}

/** Puts this in the place of all disclosures. */
export function discloseOnly(draft: IssuerDraft, disclosure: string) {
  draft.disclosures = [disclosure];
  draft.payload._sd = [digest(disclosure)];
}

export function signJws(header: Members, payload: unknown, key: KeyObject): string {
  const input = `${encode(header)}.${encode(payload)}`;
  const signature = sign('sha256', bytes(input), { key, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

export interface TokenInput {
  readonly holder: Holder;
  readonly vct: string;
  /** Claims to disclose, by path of one or two names. */
  readonly claims: readonly { readonly path: readonly string[]; readonly value: unknown }[];
  readonly origin: string;
  readonly nonce: string;
  readonly now: number;
  readonly alter?: Alterations;
}

export function makeToken({ holder, vct, claims, origin, nonce, now, alter = {} }: TokenInput): string {
  const payload: Members = {
    iss: holder.did,
    vct,
    iat: now,
    exp: now + 600,
    cnf: { jwk: holder.jwk },
    _sd_alg: 'sha-256',
  };
  const draft: IssuerDraft = {
    header: { alg: 'ES256', typ: 'dc+sd-jwt', kid: `${holder.did}#0` },
    payload,
    disclosures: [],
  };
  for (const { path, value } of claims) {
    const disclosure = makeDisclosure(path.at(-1), value);
    draft.disclosures.push(disclosure);
    let place: Members = payload;
    for (const part of path.slice(0, -1)) {
      place[part] ??= {};
      place = place[part] as Members;
    }
    place._sd = [...((place._sd as string[] | undefined) ?? []), digest(disclosure)].sort();
  }
  alter.issuer?.(draft);
  const issuerJwt = signJws(draft.header, draft.payload, alter.issuerKey ?? holder.key);
  const signedPart = [issuerJwt, ...draft.disclosures, ''].join('~');

  const binding = {
    header: { alg: 'ES256', typ: 'kb+jwt' } as Members,
    payload: { aud: `origin:${origin}`, nonce, iat: now, sd_hash: digest(signedPart) } as Members,
  };
  alter.keyBinding?.(binding);
  const keyBindingJwt = signJws(binding.header, binding.payload, alter.holderKey ?? holder.key);
  return alter.token === undefined ? signedPart + keyBindingJwt : alter.token(signedPart, keyBindingJwt);
}

/** Answers every query that the data can satisfy, each with the first claim set that it can (OpenID4VP 6.4.1). */
export async function answer(input: AnswerInput): Promise<Credential> {
  const { options, origin, data, holder = makeHolder(), now = Math.floor(Date.now() / 1000) } = input;
  const [digital] = options.digital.requests;
  if (digital === undefined) throw new Error('no request');
  const { nonce, dcql_query, client_metadata }: AuthorizationRequest = digital.data;

  const vpToken: Record<string, unknown> = {};
  for (const query of dcql_query.credentials) {
    const claims = choose(query, data[query.id] ?? {});
    if (claims === undefined) continue;
    const alter = input.alter?.[query.id];
    const vct = query.meta.vct_values[0] ?? '';
    vpToken[query.id] = [
      makeToken({ holder, vct, claims, origin, nonce, now, ...(alter === undefined ? {} : { alter }) }),
    ];
  }

  const [jwk] = client_metadata.jwks.keys;
  if (jwk === undefined) throw new Error('no key');
  const plaintext = JSON.stringify({ vp_token: input.vpToken?.(vpToken) ?? vpToken });
  const response = await encrypt(input.plaintext?.(plaintext) ?? plaintext, jwk, {
    alg: 'ECDH-ES',
    enc: input.enc ?? client_metadata.encrypted_response_enc_values_supported[0] ?? 'A128GCM',
    kid: jwk.kid,
    ...input.jweHeader,
  });
  return { protocol: digital.protocol, data: { response } };
}

/** Members of the header that are `undefined` are left out. */
export async function encrypt(plaintext: string, jwk: object, header: Members): Promise<string> {
  const { alg, enc, ...others } = header;
  const protectedHeader = { alg: String(alg), enc: String(enc), ...others };
  return await new CompactEncrypt(bytes(plaintext))
    .setProtectedHeader(JSON.parse(JSON.stringify(protectedHeader)))
    .encrypt(await importJWK(jwk, String(alg)));
}

/**
 * The same with a shared secret of the test's own choice in place of the one that the two keys agree on: ECDH-ES, direct
 * (RFC 7518 4.6.2), `A256GCM`. The header names the ephemeral key.
 */
export function encryptWith(secret: Uint8Array, plaintext: string, header: Members): string {
  const word = (number: number): Uint8Array => Uint8Array.of(0, 0, number >> 8, number & 255);
  const algorithm = bytes('A256GCM');
  const info = [word(algorithm.length), algorithm, word(0), word(0), word(256)];
  const key = createHash('sha256');
  for (const part of [word(1), secret, ...info]) key.update(part);
  const protectedHeader = encode(header);
  const iv = new Uint8Array(randomBytes(12));
  const cipher = createCipheriv('aes-256-gcm', new Uint8Array(key.digest()), iv);
  cipher.setAAD(bytes(protectedHeader));
  const sealed = cipher.update(plaintext, 'utf8', 'base64url') + cipher.final('base64url');
  const tag = new Uint8Array(cipher.getAuthTag());
  const part = (raw: Uint8Array): string => Buffer.from(raw).toString('base64url');
  return [protectedHeader, '', part(iv), sealed, part(tag)].join('.');
}

function choose(query: CredentialQuery, data: Members) {
  const found = new Map<string, { path: string[]; value: unknown }>();
  for (const { id, path, values } of query.claims) {
    const names = path.map(String);
    const value = names.reduce<unknown>((at, name) => (at as Members | undefined)?.[name], data);
    if (value === undefined || (values !== undefined && !values.some((one) => one === value))) continue;
    found.set(id, { path: names, value });
  }
  const sets = query.claim_sets ?? [query.claims.map(({ id }) => id)];
  const set = sets.find((ids) => ids.every((id) => found.has(id)));
  return set?.flatMap((id) => found.get(id) ?? []);
}
