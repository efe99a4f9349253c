import { SiteError } from './error.js';
import { isJsonObject, type JsonObject, member } from './json.js';
import { type VerifiedPresentation, verifyPresentation } from './presentation.js';
import { openResponse } from './response.js';
import { checkSatisfies } from './satisfies.js';
import { parseSession, type Session } from './session.js';
import { type ClaimName, type Given, TYPE_NAMES, TYPES, type TypeName } from './vocabulary.js';

const DEFAULT_CLOCK_TOLERANCE = 60;

export interface VerifyInput {
  /** What {@link request} returned. */
  readonly session: Session;
  /** The origin of your own page, as the server knows it and not as the page says: `https://shop.example`. */
  readonly origin: string;
  /** What {@link ask} returned in the page, or the `DigitalCredential` as JSON. Not believed. */
  readonly credential: unknown;
  readonly now?: Date;
  /** Seconds that the person's clock may differ from yours, 60 when left out. */
  readonly clockTolerance?: number;
}

/** One token of the answer, for your records. */
export interface Presentation {
  /** The id of the query that it answers. */
  readonly id: string;
  readonly vct: string;
  /** Seconds since 1970. */
  readonly iat: number;
  /** Seconds since 1970. */
  readonly exp: number;
  /** The SD-JWT with its KB-JWT, as it came. */
  readonly raw: string;
}

/** What the person gave: exactly what the query covers, proven to come from the holder of `subject`, and no truer. */
export type Verified = {
  /** The did:jwk of this person at this site: another site gets another one. Key accounts by it and nothing else. */
  readonly subject: string;
  readonly presentations: readonly Presentation[];
} & { readonly [T in TypeName]?: Given<T> };

/**
 * Verifies an answer. Nothing is fetched and nothing is kept; one broken rule refuses the whole answer.
 *
 * ```ts
 * const { subject, person, contact } = await verify({ session, origin: 'https://shop.example', credential });
 * ```
 *
 * @throws {SiteError} `session.*`, `origin.malformed`, `response.*`, `token.*`
 */
export async function verify(input: VerifyInput): Promise<Verified> {
  const { origin, credential, now = new Date(), clockTolerance = DEFAULT_CLOCK_TOLERANCE } = input;
  const session = parseSession(input.session);
  const seconds = now.getTime() / 1000;
  if (!Number.isFinite(seconds)) throw new SiteError('request.option_invalid', { detail: 'now' });
  if (!Number.isFinite(clockTolerance) || clockTolerance < 0) {
    throw new SiteError('request.option_invalid', { detail: 'clockTolerance' });
  }
  if (!isOrigin(origin)) throw new SiteError('origin.malformed');
  if (seconds >= session.expiresAt) throw new SiteError('session.expired');

  const tokens = await openResponse(credential, session.key);
  if (tokens.size === 0) throw new SiteError('token.query_not_satisfied', { detail: 'empty vp_token' });
  const asked = new Set(session.query.credentials.map(({ id }) => id));
  for (const id of tokens.keys()) if (!asked.has(id)) throw new SiteError('token.not_asked');

  const expected = { audience: `origin:${origin}`, nonce: session.nonce, now: seconds, clockTolerance };
  const verified = new Map<string, VerifiedPresentation>();
  for (const [id, token] of tokens) verified.set(id, await verifyPresentation(token, expected));

  const [subject, ...others] = new Set([...verified.values()].map(({ issuer }) => issuer));
  if (subject === undefined || others.length > 0) throw new SiteError('token.subject_inconsistent');
  checkSatisfies(session.query, verified);

  const presentations: Presentation[] = [];
  const given: { -readonly [T in TypeName]?: Given<T> } = {};
  for (const [id, { vct, iat, exp, claims }] of verified) {
    presentations.push({ id, vct, iat, exp, raw: tokens.get(id) ?? '' });
    const type = TYPE_NAMES.find((name) => TYPES[name].vct === vct);
    if (type !== undefined) given[type] = readClaims(type, claims);
  }
  return { subject, presentations, ...given };
}

/** OpenID4VP A.4, HTML "serialization of an origin": no path, no trailing slash, no default port, lower case. */
function isOrigin(origin: unknown): boolean {
  if (typeof origin !== 'string' || !URL.canParse(origin)) return false;
  const url = new URL(origin);
  return (url.protocol === 'https:' || url.protocol === 'http:') && url.origin === origin;
}

function readClaims<T extends TypeName>(type: T, claims: JsonObject): Given<T> {
  const { within, claims: names } = TYPES[type];
  let object = claims;
  for (const part of within) {
    const inner = member(object, part);
    if (!isJsonObject(inner)) throw new SiteError('token.claim_malformed', { detail: `${type}.${part}` });
    object = inner;
  }
  const given: { [C in ClaimName<T>]?: string } = {};
  const known: readonly ClaimName<T>[] = names;
  for (const name of known) {
    const value = member(object, name);
    if (value === undefined) continue;
    if (typeof value !== 'string')
      throw new SiteError('token.claim_malformed', { detail: `${type}.${name}` });
    given[name] = value;
  }
  return given;
}
