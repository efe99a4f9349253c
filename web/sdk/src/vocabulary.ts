/**
 * The types of data that a person can assert about themselves, with the claim names of OpenID Connect Core 5.1.
 *
 * `within` is the path of the object that holds the claims: an address is one structured claim, so the claim
 * `locality` of type `address` has the DCQL path `["address","locality"]`.
 */
export const TYPES = {
  person: {
    vct: 'urn:hailstone:person:1',
    within: [],
    claims: ['name', 'given_name', 'family_name', 'middle_name', 'nickname', 'birthdate', 'website'],
  },
  contact: {
    vct: 'urn:hailstone:contact:1',
    within: [],
    claims: ['email', 'phone_number'],
  },
  address: {
    vct: 'urn:hailstone:address:1',
    within: ['address'],
    claims: ['formatted', 'street_address', 'locality', 'region', 'postal_code', 'country'],
  },
} as const;

/** A type of data; also the id of its credential query. */
export type TypeName = keyof typeof TYPES;

/** The claims of a type, as the SDK writes them: `name`, `email`, `locality` … */
export type ClaimName<T extends TypeName = TypeName> = (typeof TYPES)[T]['claims'][number];

/** What was given of one type. Every value is the person's own, unverified text: escape it where you show it. */
export type Given<T extends TypeName> = { readonly [C in ClaimName<T>]?: string };

export const TYPE_NAMES = ['person', 'contact', 'address'] as const satisfies readonly TypeName[];

/** Policy of verification: only for these `vct` values is a did:jwk issuer accepted. */
export function isSelfAsserted(vct: string): boolean {
  return TYPE_NAMES.some((type) => TYPES[type].vct === vct);
}
