import {
  type ClaimsQuery,
  type CredentialQuery,
  type CredentialSetQuery,
  type DcqlQuery,
  FORMAT,
} from '@hailstone/protocol/openid4vp';
import { SiteError } from './error.js';
import { type ClaimName, TYPE_NAMES, TYPES, type TypeName } from './vocabulary.js';

/** Six optional claims already are 64 claim sets. */
const MAX_OPTIONAL = 6;

/** What is asked of one type. */
export interface AskedClaims<T extends TypeName> {
  readonly required: readonly ClaimName<T>[];
  readonly optional: readonly ClaimName<T>[];
  readonly values: { readonly [C in ClaimName<T>]?: readonly string[] };
}

export type Asked = { readonly [T in TypeName]?: AskedClaims<T> };

/**
 * Writes the DCQL query. DCQL has no optional claim, so optional claims become `claim_sets`: the required claims with
 * every subset of the optional ones, the most first. A type without required claims is optional as a whole and gets
 * a `credential_sets` entry of its own with `required: false`; all other types stand together in one required set.
 *
 * @throws {SiteError} `request.nothing_asked`, `request.claim_repeated`, `request.claim_unknown`,
 *   `request.too_many_optional`
 */
export function makeQuery(asked: Asked): DcqlQuery {
  const credentials: CredentialQuery[] = [];
  const required: string[] = [];
  const optional: string[] = [];
  for (const type of TYPE_NAMES) {
    const claims = asked[type];
    if (claims === undefined) continue;
    credentials.push(makeCredentialQuery(type, claims));
    (claims.required.length > 0 ? required : optional).push(type);
  }
  if (credentials.length === 0) throw new SiteError('request.nothing_asked');
  const sets: CredentialSetQuery[] = optional.map((type) => ({ options: [[type]], required: false }));
  if (required.length > 0) sets.unshift({ options: [required], required: true });
  return { credentials, credential_sets: sets };
}

function makeCredentialQuery<T extends TypeName>(type: T, asked: AskedClaims<T>): CredentialQuery {
  const { vct, within, claims: known } = TYPES[type];
  const names: readonly string[] = [...asked.required, ...asked.optional];
  if (names.length === 0) throw new SiteError('request.nothing_asked', { detail: type });
  if (new Set(names).size !== names.length) throw new SiteError('request.claim_repeated', { detail: type });
  if (asked.optional.length > MAX_OPTIONAL)
    throw new SiteError('request.too_many_optional', { detail: type });
  for (const name of [...names, ...Object.keys(asked.values)]) {
    if (!known.some((claim) => claim === name)) {
      throw new SiteError('request.claim_unknown', { detail: `${type}.${name}` });
    }
  }
  const values = new Map(Object.entries<readonly string[] | undefined>(asked.values));
  for (const name of values.keys()) {
    if (!names.includes(name))
      throw new SiteError('request.claim_unknown', { detail: `values of ${type}.${name}` });
  }
  const claims = names.map((name): ClaimsQuery => {
    const only = values.get(name);
    return { id: name, path: [...within, name], ...(only === undefined ? {} : { values: only }) };
  });
  const query = { id: type, format: FORMAT, meta: { vct_values: [vct] }, claims } as const;
  if (asked.optional.length === 0) return query;
  const sets = subsets(asked.optional).map((subset) => [...asked.required, ...subset]);
  return { ...query, claim_sets: sets.filter((set) => set.length > 0) };
}

/** All subsets, the largest first; among equals the one with the earlier members first. */
function subsets<T>(items: readonly T[]): readonly (readonly T[])[] {
  let all: T[][] = [[]];
  for (const item of [...items].reverse()) all = [...all.map((set) => [item, ...set]), ...all];
  return all.sort((a, b) => b.length - a.length);
}
