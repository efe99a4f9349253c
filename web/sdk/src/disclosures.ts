import { decodeBase64url, digestOf } from './base64url.js';
import { SiteError } from './error.js';
import { isJsonArray, isJsonObject, type Json, type JsonObject, parseJson } from './json.js';

/** Deeper than any claim of ours; without a bound a hostile payload could exhaust the stack. */
const MAX_DEPTH = 32;

export interface Processed {
  /** The payload as the issuer meant it, without digests. */
  readonly claims: JsonObject;
  /** The path of each claim that came from a disclosure. */
  readonly disclosed: readonly (readonly (string | number)[])[];
}

/** Takes `_sd_alg` to be SHA-256: the caller has checked. Names of the steps are those of RFC 9901 7.1. */
export async function processDisclosures(
  payload: JsonObject,
  disclosures: readonly string[],
): Promise<Processed> {
  const byDigest = new Map<string, readonly Json[]>();
  for (const encoded of disclosures) {
    const digest = await digestOf(encoded); // step 3.a
    if (byDigest.has(digest)) throw new SiteError('token.disclosure_repeated');
    byDigest.set(digest, parseDisclosure(encoded));
  }

  const seen = new Set<string>();
  const disclosed: (string | number)[][] = [];
  let referenced = 0;

  const lookUp = (digest: Json | undefined): readonly Json[] | undefined => {
    if (typeof digest !== 'string') throw new SiteError('token.malformed', { detail: 'digest' });
    if (seen.has(digest)) throw new SiteError('token.digest_repeated'); // step 4
    seen.add(digest);
    const disclosure = byDigest.get(digest);
    if (disclosure !== undefined) referenced += 1;
    return disclosure;
  };

  const walk = (value: Json, path: readonly (string | number)[]): Json => {
    if (path.length > MAX_DEPTH) throw new SiteError('token.malformed', { detail: 'depth' });
    if (isJsonArray(value)) return walkArray(value, path);
    if (isJsonObject(value)) return walkObject(value, path);
    return value;
  };

  const walkArray = (array: readonly Json[], path: readonly (string | number)[]): Json => {
    const out: Json[] = [];
    for (const element of array) {
      const here = [...path, out.length];
      if (!isJsonObject(element) || !Object.hasOwn(element, '...')) {
        out.push(walk(element, here));
        continue;
      }
      if (Object.keys(element).length !== 1)
        throw new SiteError('token.malformed', { detail: 'array digest' });
      const disclosure = lookUp(element['...']);
      if (disclosure === undefined) continue; // step 3.d
      const [, content] = disclosure;
      if (disclosure.length !== 2 || content === undefined) throw new SiteError('token.disclosure_malformed');
      disclosed.push(here);
      out.push(walk(content, here));
    }
    return out;
  };

  const walkObject = (object: JsonObject, path: readonly (string | number)[]): JsonObject => {
    const out: Record<string, Json> = {};
    for (const [name, value] of Object.entries(object)) {
      if (name === '_sd' || (name === '_sd_alg' && path.length === 0)) continue; // steps 3.e, 3.f
      // RFC 9901 4.1, 4.1.1: `...` stands only in arrays, `_sd_alg` only at the top.
      if (name === '...' || name === '_sd_alg') throw new SiteError('token.malformed', { detail: name });
      insert(out, name, walk(value, [...path, name]));
    }
    if (!Object.hasOwn(object, '_sd')) return out;
    const digests = object._sd;
    if (!isJsonArray(digests)) throw new SiteError('token.malformed', { detail: '_sd' });
    for (const digest of digests) {
      const disclosure = lookUp(digest);
      if (disclosure === undefined) continue;
      const [, name, content] = disclosure;
      if (disclosure.length !== 3 || typeof name !== 'string' || content === undefined) {
        throw new SiteError('token.disclosure_malformed');
      }
      if (name === '_sd' || name === '...' || name === '_sd_alg') {
        throw new SiteError('token.disclosure_name_forbidden');
      }
      if (Object.hasOwn(out, name)) throw new SiteError('token.disclosure_name_taken');
      const here = [...path, name];
      disclosed.push(here);
      insert(out, name, walk(content, here));
    }
    return out;
  };

  const claims = walkObject(payload, []);
  if (referenced !== byDigest.size) throw new SiteError('token.disclosure_unreferenced'); // step 5
  return { claims, disclosed };
}

function parseDisclosure(encoded: string): readonly Json[] {
  const bytes = decodeBase64url(encoded);
  const content = bytes && parseJson(bytes);
  if (!isJsonArray(content) || typeof content[0] !== 'string')
    throw new SiteError('token.disclosure_malformed');
  return content;
}

/** Defines rather than assigns: a claim named `__proto__` is then a claim and nothing else. */
function insert(object: Record<string, Json>, name: string, value: Json): void {
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}
