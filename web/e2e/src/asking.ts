/** Requests as a site writes them that has read OpenID4VP 1.0 and not our SDK. */
import { randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK } from 'jose';

export type Curve = 'P-256' | 'X25519';

export interface CredentialQuery {
  readonly id: string;
  readonly format: string;
  readonly meta: { readonly vct_values: readonly string[] };
  readonly claims?: readonly {
    readonly id?: string;
    readonly path: readonly string[];
    readonly values?: readonly string[];
  }[];
  readonly claim_sets?: readonly (readonly string[])[];
}

export interface Query {
  readonly credentials: readonly CredentialQuery[];
  readonly credential_sets?: readonly {
    readonly options: readonly (readonly string[])[];
    readonly required?: boolean;
  }[];
}

export interface Asked {
  readonly data: Record<string, unknown>;
  readonly query: Query;
  readonly nonce: string;
  readonly privateKey: JWK;
}

const person = (claims: readonly string[], optional: readonly string[] = []): CredentialQuery =>
  credential('person', 'person', claims, optional);

/** Each set with every subset of the optional claims, the longest first. */
export function credential(
  id: string,
  type: string,
  claims: readonly string[],
  optional: readonly string[] = [],
): CredentialQuery {
  const all = [...claims, ...optional];
  const path = (claim: string): readonly string[] => claim.split('.');
  const name = (claim: string): string => claim.replace('.', '_');
  const base = { id, format: 'dc+sd-jwt', meta: { vct_values: [`urn:hailstone:${type}:1`] } };
  if (optional.length === 0) return { ...base, claims: all.map((claim) => ({ path: path(claim) })) };
  const sets = subsets(optional).map((chosen) => [...claims, ...chosen].map(name));
  return {
    ...base,
    claims: all.map((claim) => ({ id: name(claim), path: path(claim) })),
    claim_sets: sets.sort((a, b) => b.length - a.length),
  };
}

function subsets(names: readonly string[]): string[][] {
  const [first, ...rest] = names;
  if (first === undefined) return [[]];
  const others = subsets(rest);
  return [...others.map((some) => [first, ...some]), ...others];
}

export const QUERIES = {
  name: { credentials: [person(['name'])] },
  person: { credentials: [person(['name'], ['birthdate', 'nickname'])] },
  address: {
    credentials: [
      credential('home', 'address', ['address.street_address', 'address.locality'], ['address.region']),
    ],
  },
  all: {
    credentials: [
      person(['name'], ['birthdate']),
      credential('contact', 'contact', ['email'], ['phone_number']),
      credential('address', 'address', ['address.postal_code', 'address.country']),
    ],
  },
  optionalContact: {
    credentials: [person(['name']), credential('contact', 'contact', ['email'])],
    credential_sets: [{ options: [['person']] }, { options: [['contact']], required: false }],
  },
  onlyOptional: {
    credentials: [credential('contact', 'contact', ['email'])],
    credential_sets: [{ options: [['contact']], required: false }],
  },
  nothing: { credentials: [credential('cards', 'payment-card', ['number'])] },
} as const satisfies Record<string, Query>;

/** The same, but for an answer that is not encrypted. */
export function inTheClear(data: Record<string, unknown>): Record<string, unknown> {
  const { jwks: _, ...metadata } = data.client_metadata as Record<string, unknown>;
  return { ...data, response_mode: 'dc_api', client_metadata: metadata };
}

export async function ask(
  query: Query,
  curve: Curve = 'P-256',
  purpose = 'To test the whole chain.',
): Promise<Asked> {
  const { publicKey, privateKey } = await generateKeyPair('ECDH-ES', { crv: curve, extractable: true });
  const nonce = randomBytes(24).toString('base64url');
  const key = { ...(await exportJWK(publicKey)), kid: 'k1', use: 'enc', alg: 'ECDH-ES' };
  return {
    query,
    nonce,
    privateKey: await exportJWK(privateKey),
    data: {
      response_type: 'vp_token',
      response_mode: 'dc_api.jwt',
      nonce,
      dcql_query: query,
      client_metadata: {
        jwks: { keys: [key] },
        encrypted_response_enc_values_supported: ['A256GCM'],
        vp_formats_supported: {
          'dc+sd-jwt': { 'sd-jwt_alg_values': ['ES256'], 'kb-jwt_alg_values': ['ES256'] },
        },
      },
      verifier_info: [{ format: 'urn:hailstone:purpose:1', data: { purpose } }],
    },
  };
}
