/**
 * The Digital Credentials API call, and the OpenID4VP 1.0 request and response inside it, as Hailstone uses them.
 *
 * One profile: an unsigned request, an encrypted response, SD-JWT VC with key binding. Whoever reads a value of
 * these types from outside has to parse it first: a type says what we send, not what arrives.
 */

/** Digital Credentials API protocol identifier of an unsigned OpenID4VP 1.0 request (OpenID4VP A.1). */
export const PROTOCOL = 'openid4vp-v1-unsigned';

/** Those of signed requests, with one signature and with several. */
export const SIGNED_PROTOCOLS = ['openid4vp-v1-signed', 'openid4vp-v1-multisigned'] as const;

/** What the wallet takes from a page. */
export type RequestProtocol = typeof PROTOCOL | (typeof SIGNED_PROTOCOLS)[number];

export function isRequestProtocol(protocol: unknown): protocol is RequestProtocol {
  return protocol === PROTOCOL || (typeof protocol === 'string' && isSigned(protocol));
}

export function isSigned(protocol: string): boolean {
  return SIGNED_PROTOCOLS.some((signed) => signed === protocol);
}

/** Credential format identifier of SD-JWT VC (OpenID4VP B.3). */
export const FORMAT = 'dc+sd-jwt';

/** Format of a `verifier_info` entry (OpenID4VP 5.1) that carries the site's purpose in words. */
export const PURPOSE_FORMAT = 'urn:hailstone:purpose:1';

/** JWE `enc` values of the profile, the preferred first (OpenID4VP 8.3). */
export const ENC_VALUES = ['A256GCM', 'A128GCM'] as const;
export type Enc = (typeof ENC_VALUES)[number];

/** The argument of `navigator.credentials.get` (Digital Credentials API). JSON-serialisable. */
export interface CredentialRequestOptions {
  readonly mediation: 'required';
  readonly digital: { readonly requests: readonly DigitalRequest[] };
}

export interface DigitalRequest {
  readonly protocol: typeof PROTOCOL;
  readonly data: AuthorizationRequest;
}

/** What comes back from `navigator.credentials.get`, as `DigitalCredential.toJSON()` gives it. */
export interface DigitalAnswer {
  readonly protocol: string;
  readonly data: AuthorizationResponse;
}

/** OpenID4VP request parameters (5.1, A.2). Without `client_id`: the origin is the site's identity. */
export interface AuthorizationRequest {
  readonly response_type: 'vp_token';
  readonly response_mode: 'dc_api.jwt';
  /** base64url of 32 random bytes. */
  readonly nonce: string;
  readonly dcql_query: DcqlQuery;
  readonly client_metadata: ClientMetadata;
  readonly verifier_info: readonly VerifierInfo[];
}

/** Verifier metadata (OpenID4VP 5.1, 11.1). */
export interface ClientMetadata {
  readonly jwks: { readonly keys: readonly EncryptionKey[] };
  readonly encrypted_response_enc_values_supported: readonly Enc[];
  readonly vp_formats_supported: {
    readonly [FORMAT]: {
      readonly 'sd-jwt_alg_values': readonly ['ES256'];
      readonly 'kb-jwt_alg_values': readonly ['ES256'];
    };
  };
}

/** A public key for this one response. `alg` has to equal the `alg` of the JWE, and `kid` is copied into it. */
export type EncryptionKey = {
  readonly kid: string;
  readonly use: 'enc';
  readonly alg: 'ECDH-ES';
} & (
  | { readonly kty: 'EC'; readonly crv: 'P-256'; readonly x: string; readonly y: string }
  | { readonly kty: 'OKP'; readonly crv: 'X25519'; readonly x: string }
);

/** An attestation or other information about the site (OpenID4VP 5.1). Here: its purpose, in words. */
export interface VerifierInfo {
  readonly format: typeof PURPOSE_FORMAT;
  readonly data: { readonly purpose: Purpose };
  /** The credential queries it is about. Absent: the whole request. */
  readonly credential_ids?: readonly string[];
}

/** One sentence for the person, or the same sentence by language tag (BCP 47): `{ en: "…", de: "…" }`. */
export type Purpose = string | { readonly [language: string]: string };

/** DCQL (OpenID4VP 6). */
export interface DcqlQuery {
  readonly credentials: readonly CredentialQuery[];
  readonly credential_sets?: readonly CredentialSetQuery[];
}

/** OpenID4VP 6.1, with the `meta` of SD-JWT VC (B.3.5). */
export interface CredentialQuery {
  readonly id: string;
  readonly format: typeof FORMAT;
  readonly meta: { readonly vct_values: readonly string[] };
  readonly claims: readonly ClaimsQuery[];
  /** Lists of claim ids, the site's preference first. Absent: all claims. */
  readonly claim_sets?: readonly (readonly string[])[];
}

/** OpenID4VP 6.3. */
export interface ClaimsQuery {
  readonly id: string;
  readonly path: readonly ClaimPathPart[];
  readonly values?: readonly ClaimValue[];
}

/** A member name, an array index, or `null` for every element of an array (OpenID4VP 7). */
export type ClaimPathPart = string | number | null;

export type ClaimValue = string | number | boolean;

/** OpenID4VP 6.2. `required` is true when absent. */
export interface CredentialSetQuery {
  readonly options: readonly (readonly string[])[];
  readonly required?: boolean;
}

/** `DigitalCredential.data` (OpenID4VP 8.3, A.4): a JWE, or a protocol error with a fulfilled promise. */
export type AuthorizationResponse = { readonly response: string } | { readonly error: string };

/** The plaintext of the JWE (OpenID4VP 8.1): for each query id that is answered, its presentations. */
export interface ResponsePayload {
  readonly vp_token: { readonly [queryId: string]: readonly string[] };
}
