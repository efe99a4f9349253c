import { digestOf } from './base64url.js';
import { keyIdOf, resolveDidJwk } from './did-jwk.js';
import { processDisclosures } from './disclosures.js';
import { SiteError } from './error.js';
import { type JsonObject, member } from './json.js';
import { parseJws, verifyJws } from './jws.js';
import { isSameKey, parsePublicKey } from './public-key.js';
import { isSelfAsserted } from './vocabulary.js';

/** Older than this, a token is no answer to a question that was just asked. Seconds. */
const MAX_AGE = 600;

/** SD-JWT VC 2.2.2.2: these and all inside them stand in the clear. */
const NEVER_DISCLOSED = new Set(['iss', 'nbf', 'exp', 'cnf', 'vct', 'vct#integrity', 'aka_vcts', 'status']);

export interface Expected {
  /** `origin:` and the origin (OpenID4VP B.3.6). */
  readonly audience: string;
  readonly nonce: string;
  /** Seconds since 1970. */
  readonly now: number;
  /** Seconds. */
  readonly clockTolerance: number;
}

export interface VerifiedPresentation {
  readonly issuer: string;
  readonly vct: string;
  readonly iat: number;
  readonly exp: number;
  /** The whole processed payload, registered claims included. */
  readonly claims: JsonObject;
}

/**
 * Verifies one SD-JWT VC with its KB-JWT: RFC 9901 7.1 and 7.3, SD-JWT VC 2.4, and the policy that only we can set:
 * a did:jwk may issue our own types and nothing else, to itself, with key binding.
 *
 * @throws {SiteError} the first `token.*` rule that is broken
 */
export async function verifyPresentation(token: string, expected: Expected): Promise<VerifiedPresentation> {
  const { issuerJwt, disclosures, signedPart, keyBindingJwt } = split(token);

  // Issuer-signed JWT: what it claims to be decides, by policy, which key may have signed it.
  const jws = parseJws(issuerJwt, 'dc+sd-jwt', 'issuer-signed JWT');
  const vct = member(jws.payload, 'vct');
  if (typeof vct !== 'string') throw new SiteError('token.type_missing');
  if (!isSelfAsserted(vct)) throw new SiteError('token.type_not_self_asserted');
  const issuer = member(jws.payload, 'iss');
  const key = resolveDidJwk(issuer);
  if (typeof issuer !== 'string' || member(jws.header, 'kid') !== keyIdOf(issuer)) {
    throw new SiteError('token.issuer_mismatch');
  }
  await verifyJws(jws, key, 'token.signature_invalid');

  const algorithm = member(jws.payload, '_sd_alg');
  if (algorithm !== undefined && algorithm !== 'sha-256') throw new SiteError('token.hash_not_allowed');
  const { claims, disclosed } = await processDisclosures(jws.payload, disclosures);
  for (const [first] of disclosed) {
    if (typeof first === 'string' && NEVER_DISCLOSED.has(first)) {
      throw new SiteError('token.disclosure_name_forbidden');
    }
  }

  const exp = numericDate(claims, 'exp');
  const iat = numericDate(claims, 'iat');
  if (exp === undefined || iat === undefined) throw new SiteError('token.validity_missing');
  checkTimes({ iat, exp, nbf: numericDate(claims, 'nbf') }, expected, 'issuer-signed JWT');
  const audience = member(claims, 'aud');
  if (audience !== undefined && audience !== expected.audience) {
    throw new SiteError('token.audience_mismatch', { detail: 'issuer-signed JWT' });
  }

  const confirmation = member(claims, 'cnf');
  const holder = parsePublicKey(
    typeof confirmation === 'object' && confirmation !== null && 'jwk' in confirmation
      ? confirmation.jwk
      : undefined,
  );
  if (holder === undefined || !isSameKey(holder, key)) throw new SiteError('token.holder_key_mismatch');

  // KB-JWT: that it is there was required before anything was read (RFC 9901 9.5).
  const binding = parseJws(keyBindingJwt, 'kb+jwt', 'KB-JWT');
  await verifyJws(binding, holder, 'token.key_binding_signature_invalid');
  const boundAt = numericDate(binding.payload, 'iat');
  if (boundAt === undefined) throw new SiteError('token.validity_missing', { detail: 'KB-JWT' });
  checkTimes(
    { iat: boundAt, exp: numericDate(binding.payload, 'exp'), nbf: numericDate(binding.payload, 'nbf') },
    expected,
    'KB-JWT',
  );
  if (member(binding.payload, 'nonce') !== expected.nonce) throw new SiteError('token.nonce_mismatch');
  if (member(binding.payload, 'aud') !== expected.audience) {
    throw new SiteError('token.audience_mismatch', { detail: 'KB-JWT' });
  }
  if (member(binding.payload, 'sd_hash') !== (await digestOf(signedPart))) {
    throw new SiteError('token.key_binding_hash_mismatch');
  }

  return { issuer, vct, iat, exp, claims };
}

/** `<issuer-signed JWT>~<disclosure>~…~<KB-JWT>` (RFC 9901 4). */
function split(token: string) {
  const parts = token.split('~');
  const issuerJwt = parts[0];
  const keyBindingJwt = parts.at(-1);
  if (issuerJwt === undefined || keyBindingJwt === undefined || parts.length < 2) {
    throw new SiteError('token.malformed', { detail: 'no ~' });
  }
  const disclosures = parts.slice(1, -1);
  if (disclosures.includes('')) throw new SiteError('token.malformed', { detail: 'empty disclosure' });
  if (keyBindingJwt === '') throw new SiteError('token.key_binding_missing');
  const signedPart = token.slice(0, token.length - keyBindingJwt.length);
  return { issuerJwt, disclosures, signedPart, keyBindingJwt };
}

/** A NumericDate (RFC 7519 2); anything else under the name is an error, not an absence. */
function numericDate(claims: JsonObject, name: string): number | undefined {
  const value = member(claims, name);
  if (value !== undefined && typeof value !== 'number')
    throw new SiteError('token.malformed', { detail: name });
  return value;
}

function checkTimes(
  { iat, exp, nbf }: { iat: number; exp: number | undefined; nbf: number | undefined },
  { now, clockTolerance }: Expected,
  detail: string,
): void {
  if (exp !== undefined && exp + clockTolerance <= now) throw new SiteError('token.expired', { detail });
  if (nbf !== undefined && nbf - clockTolerance > now) throw new SiteError('token.not_yet_valid', { detail });
  if (iat - clockTolerance > now) throw new SiteError('token.not_yet_valid', { detail });
  if (iat + MAX_AGE + clockTolerance < now) throw new SiteError('token.too_old', { detail });
}
