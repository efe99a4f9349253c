import type { ClaimPathPart, ClaimsQuery, CredentialQuery, DcqlQuery } from '@hailstone/protocol/openid4vp';
import { SiteError } from './error.js';
import { isJsonArray, isJsonObject, type Json, type JsonObject, member } from './json.js';

/** What the token says about itself and not about the person. Everything else has to have been asked for. */
const ABOUT_THE_TOKEN = new Set(['iss', 'vct', 'vct#integrity', 'iat', 'nbf', 'exp', 'aud', 'cnf']);

export interface Presented {
  readonly vct: string;
  readonly claims: JsonObject;
}

/**
 * Checks the answer against the query without relying on the wallet (OpenID4VP 8.6, 14.9): every credential is one
 * that was asked for, with one whole claim set and nothing beside it, and the required credential sets are there.
 *
 * @throws {SiteError} `token.not_asked`, `token.query_not_satisfied`
 */
export function checkSatisfies(query: DcqlQuery, presented: ReadonlyMap<string, Presented>): void {
  for (const [id, presentation] of presented) {
    const credential = query.credentials.find((candidate) => candidate.id === id);
    if (credential === undefined) throw new SiteError('token.not_asked');
    checkCredential(credential, presentation);
  }

  const isAnswered = (option: readonly string[]) => option.every((id) => presented.has(id));
  if (query.credential_sets === undefined) {
    if (!isAnswered(query.credentials.map(({ id }) => id))) throw new SiteError('token.query_not_satisfied');
    return;
  }
  for (const { options, required } of query.credential_sets) {
    if (required !== false && !options.some(isAnswered)) {
      throw new SiteError('token.query_not_satisfied', {
        detail: options.map((o) => o.join('+')).join(' or '),
      });
    }
  }
  // OpenID4VP 6.4.2: a query that stands in no set is not asked for.
  const inSets = new Set(query.credential_sets.flatMap(({ options }) => options.flat()));
  for (const id of presented.keys())
    if (!inSets.has(id)) throw new SiteError('token.not_asked', { detail: id });
}

function checkCredential(query: CredentialQuery, { vct, claims }: Presented): void {
  const detail = query.id;
  if (!query.meta.vct_values.includes(vct)) throw new SiteError('token.query_not_satisfied', { detail });

  const given = query.claims.filter((claim) => select(claims, claim.path).length > 0);
  for (const [name, value] of Object.entries(claims)) {
    if (!ABOUT_THE_TOKEN.has(name)) checkAsked(value, [name], given, detail);
  }

  const sets = query.claim_sets ?? [query.claims.map(({ id }) => id)];
  const satisfied = given.filter((claim) => matchesValues(claims, claim));
  if (satisfied.length !== given.length) throw new SiteError('token.query_not_satisfied', { detail });
  const ids = new Set(given.map(({ id }) => id));
  const covered = sets.filter((set) => set.every((id) => ids.has(id)));
  if (covered.length === 0) throw new SiteError('token.query_not_satisfied', { detail });
  if (!covered.some((set) => set.length === ids.size)) throw new SiteError('token.not_asked', { detail });
}

/** Every leaf of the payload lies at or under the path of a claim that was asked for. */
function checkAsked(
  value: Json,
  path: readonly (string | number)[],
  asked: readonly ClaimsQuery[],
  detail: string,
): void {
  if (asked.some((claim) => claim.path.length === path.length && claim.path.every(isAt(path)))) return;
  const children: [string | number, Json][] = isJsonArray(value)
    ? value.map((element, index) => [index, element])
    : isJsonObject(value)
      ? Object.entries(value)
      : [];
  if (children.length === 0) throw new SiteError('token.not_asked', { detail });
  for (const [part, child] of children) checkAsked(child, [...path, part], asked, detail);
}

function isAt(path: readonly (string | number)[]) {
  return (part: ClaimPathPart, index: number): boolean =>
    part === path[index] || (part === null && typeof path[index] === 'number');
}

/** OpenID4VP 6.3: at least one selected element equals one of the values, in type and value. */
function matchesValues(claims: JsonObject, { path, values }: ClaimsQuery): boolean {
  return (
    values === undefined || select(claims, path).some((found) => values.some((value) => value === found))
  );
}

/** OpenID4VP 7.1.1. A component that does not fit selects nothing: for a site, an error and an absence are one. */
function select(claims: JsonObject, path: readonly ClaimPathPart[]): readonly Json[] {
  let selected: readonly Json[] = [claims];
  for (const part of path) {
    selected = selected.flatMap((value): readonly Json[] => {
      if (part === null) return isJsonArray(value) ? value : [];
      const found =
        typeof part === 'number'
          ? isJsonArray(value)
            ? value[part]
            : undefined
          : isJsonObject(value)
            ? member(value, part)
            : undefined;
      return found === undefined ? [] : [found];
    });
  }
  return selected;
}
