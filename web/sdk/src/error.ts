/**
 * Who has to act.
 * - `retry`: ask again, nobody did anything wrong.
 * - `person`: the person has to do something first, or has decided.
 * - `site`: the site's own code or set-up is wrong.
 * - `hostile`: the answer breaks a rule that an honest wallet keeps. Log the code, grant nothing.
 */
export type SiteErrorClass = 'retry' | 'person' | 'site' | 'hostile';

interface Explanation {
  readonly class: SiteErrorClass;
  /** One sentence: what happened. */
  readonly happened: string;
  /** One sentence: what to do. */
  readonly remedy: string;
}

/** Every code that the SDK throws. Codes are stable: they are only ever added to. */
export const SITE_ERRORS = {
  // in the page
  'site.no_wallet': {
    class: 'person',
    happened: 'This browser has no wallet that can answer.',
    remedy: 'Offer your ordinary form, and say where the wallet can be had.',
  },
  'site.refused': {
    class: 'person',
    happened: 'Nothing was given: the request was refused, closed, or nothing in the wallet matched it.',
    remedy:
      'Offer your ordinary form; the browser does not tell these cases apart, and the site should not try.',
  },
  'site.aborted': {
    class: 'retry',
    happened: 'The page took its request back.',
    remedy: 'Ask again when the person starts over.',
  },
  'site.blocked': {
    class: 'site',
    happened: 'The browser does not let this document ask.',
    remedy:
      'Serve the page over HTTPS and ask from the top-level document, or allow `digital-credentials-get` for the frame.',
  },
  'site.browser_error': {
    class: 'retry',
    happened: 'The browser failed while it asked the wallet.',
    remedy: 'Ask again; the cause of the error holds what the browser said.',
  },

  // making a request
  'request.nothing_asked': {
    class: 'site',
    happened: 'The request asks for nothing.',
    remedy: 'Name at least one claim of `person`, `contact` or `address`.',
  },
  'request.type_unknown': {
    class: 'site',
    happened: 'The request has a member that is neither a type of data nor an option.',
    remedy: 'Use `person`, `contact`, `address`, `purpose`, `encryption`, `lifetime` and `now`.',
  },
  'request.claim_unknown': {
    class: 'site',
    happened: 'The request names a claim that its type does not have.',
    remedy: 'Use the claims that the README lists for the type.',
  },
  'request.claim_repeated': {
    class: 'site',
    happened: 'The request names the same claim twice.',
    remedy: 'Put each claim either under `required` or under `optional`, once.',
  },
  'request.too_many_optional': {
    class: 'site',
    happened: 'The request has more than six optional claims in one type.',
    remedy:
      'Require what you need and leave out the rest: every optional claim doubles the length of the query.',
  },
  'request.purpose_invalid': {
    class: 'site',
    happened: 'The request does not say what the data is for.',
    remedy: 'Give `purpose` as one sentence of at most 300 characters, or as such sentences by language tag.',
  },
  'request.option_invalid': {
    class: 'site',
    happened: 'An option has a value that it cannot have.',
    remedy: 'Correct the option that the detail names.',
  },

  // what the server kept
  'session.malformed': {
    class: 'site',
    happened: 'The session is not one that `request` made.',
    remedy: 'Store the session as JSON on the server, and give it back unchanged.',
  },
  'session.expired': {
    class: 'retry',
    happened: 'The answer came after the end of its session.',
    remedy: 'Make a new request and ask again.',
  },
  'origin.malformed': {
    class: 'site',
    happened: 'The origin is not written as browsers write it.',
    remedy: 'Give scheme, host and non-default port without a trailing slash, as in `https://shop.example`.',
  },

  // the response
  'response.malformed': {
    class: 'hostile',
    happened: 'The answer is not an OpenID4VP response.',
    remedy: 'Refuse it; if an honest wallet made it, report the wallet.',
  },
  'response.protocol_unexpected': {
    class: 'hostile',
    happened: 'The answer uses a protocol that was not asked for.',
    remedy: 'Refuse it, and pass on what `ask` returned without changing it.',
  },
  'response.wallet_error': {
    class: 'retry',
    happened: 'The wallet answered with an OpenID4VP error instead of data.',
    remedy: 'Ask again; if it repeats, the detail names the error of OpenID4VP 8.5.',
  },
  'response.not_encrypted': {
    class: 'hostile',
    happened: 'The answer is not encrypted although the request wanted it to be.',
    remedy: 'Refuse it.',
  },
  'response.algorithm_not_allowed': {
    class: 'hostile',
    happened: 'The answer is encrypted in a way that the request did not offer.',
    remedy: 'Refuse it.',
  },
  'response.key_unknown': {
    class: 'retry',
    happened: 'The answer is encrypted to the key of another request.',
    remedy: 'Verify an answer with the session of its own request; ask again when two windows were open.',
  },
  'response.decryption_failed': {
    class: 'hostile',
    happened: 'The answer could not be decrypted.',
    remedy: 'Refuse it and ask again.',
  },

  // the token
  'token.malformed': {
    class: 'hostile',
    happened: 'A token is not an SD-JWT.',
    remedy: 'Refuse it.',
  },
  'token.typ_wrong': {
    class: 'hostile',
    happened: 'A signed part of the token is of another kind than its place requires.',
    remedy: 'Refuse it: it may have been made for another use.',
  },
  'token.algorithm_not_allowed': {
    class: 'hostile',
    happened: 'A signed part of the token uses an algorithm other than ES256.',
    remedy: 'Refuse it.',
  },
  'token.type_missing': {
    class: 'hostile',
    happened: 'The token does not say of which type it is.',
    remedy: 'Refuse it.',
  },
  'token.type_not_self_asserted': {
    class: 'hostile',
    happened: 'The token is of a type that a person cannot issue to themselves.',
    remedy: 'Refuse it: a did:jwk signature says nothing about such a type.',
  },
  'token.issuer_not_allowed': {
    class: 'hostile',
    happened: 'The issuer of the token is not a did:jwk.',
    remedy: 'Refuse it: for these types only did:jwk issuers are accepted.',
  },
  'token.issuer_key_invalid': {
    class: 'hostile',
    happened: "The issuer's key is not a public key on P-256.",
    remedy: 'Refuse it.',
  },
  'token.issuer_mismatch': {
    class: 'hostile',
    happened: 'The key that the token names is not the key of its issuer.',
    remedy: 'Refuse it.',
  },
  'token.signature_invalid': {
    class: 'hostile',
    happened: "The issuer's signature does not verify.",
    remedy: 'Refuse it.',
  },
  'token.hash_not_allowed': {
    class: 'hostile',
    happened: 'The token uses a hash other than SHA-256.',
    remedy: 'Refuse it.',
  },
  'token.disclosure_malformed': {
    class: 'hostile',
    happened: 'A disclosure does not have the form that its place requires.',
    remedy: 'Refuse it.',
  },
  'token.disclosure_name_forbidden': {
    class: 'hostile',
    happened: 'A disclosure brings in a claim that must not be selectively disclosed.',
    remedy: 'Refuse it.',
  },
  'token.disclosure_name_taken': {
    class: 'hostile',
    happened: 'A disclosure repeats a claim that is already there.',
    remedy: 'Refuse it.',
  },
  'token.disclosure_repeated': {
    class: 'hostile',
    happened: 'The same disclosure was sent twice.',
    remedy: 'Refuse it.',
  },
  'token.disclosure_unreferenced': {
    class: 'hostile',
    happened: 'A disclosure was sent that the issuer did not sign.',
    remedy: 'Refuse it.',
  },
  'token.digest_repeated': {
    class: 'hostile',
    happened: 'The same digest stands twice in the token.',
    remedy: 'Refuse it.',
  },
  'token.validity_missing': {
    class: 'hostile',
    happened: 'The token does not say from when or until when it is valid.',
    remedy: 'Refuse it.',
  },
  'token.not_yet_valid': {
    class: 'retry',
    happened: "The token is from the future: the person's clock or yours is wrong.",
    remedy: 'Check your own clock, ask again, or allow more `clockTolerance`.',
  },
  'token.expired': {
    class: 'retry',
    happened: 'The token is past its end.',
    remedy: 'Ask again; if it repeats, compare the clocks.',
  },
  'token.too_old': {
    class: 'retry',
    happened: 'The token was made too long ago to be an answer to this request.',
    remedy: 'Ask again; if it repeats, compare the clocks.',
  },
  'token.audience_mismatch': {
    class: 'hostile',
    happened: 'The token was made for another site.',
    remedy: 'Refuse it, and check that `origin` is the origin of the page that asked.',
  },
  'token.nonce_mismatch': {
    class: 'hostile',
    happened: 'The token was made for another request.',
    remedy: 'Refuse it: it may be a replay.',
  },
  'token.holder_key_mismatch': {
    class: 'hostile',
    happened: "The token is not bound to its issuer's own key.",
    remedy: 'Refuse it.',
  },
  'token.key_binding_missing': {
    class: 'hostile',
    happened: 'The token comes without proof that its sender holds its key.',
    remedy: 'Refuse it: it may have been copied.',
  },
  'token.key_binding_signature_invalid': {
    class: 'hostile',
    happened: 'The proof that the sender holds the key does not verify.',
    remedy: 'Refuse it.',
  },
  'token.key_binding_hash_mismatch': {
    class: 'hostile',
    happened: 'The proof of the key was made for another selection of data.',
    remedy: 'Refuse it: disclosures were added or taken away.',
  },
  'token.subject_inconsistent': {
    class: 'hostile',
    happened: 'The tokens of one answer come from different keys.',
    remedy: 'Refuse it: they may belong to different people.',
  },
  'token.not_asked': {
    class: 'hostile',
    happened: 'The answer holds something that was not asked for.',
    remedy: 'Refuse it and keep nothing of it.',
  },
  'token.query_not_satisfied': {
    class: 'hostile',
    happened: 'The answer does not hold what was asked for.',
    remedy: 'Refuse it, or ask for less.',
  },
  'token.claim_malformed': {
    class: 'hostile',
    happened: 'A claim is not the text that its name promises.',
    remedy: 'Refuse it.',
  },
} as const satisfies Readonly<Record<string, Explanation>>;

export type SiteErrorCode = keyof typeof SITE_ERRORS;

export interface SiteErrorOptions {
  /** Where it happened: a query id, a part of the token. Never a value. */
  readonly detail?: string;
  readonly cause?: unknown;
}

/**
 * The one error of the SDK. Decide by `code`; `message` is for logs and holds no values of the person.
 *
 * ```ts
 * try { await verify(…) } catch (error) {
 *   if (error instanceof SiteError && error.class === 'retry') askAgain();
 *   else throw error;
 * }
 * ```
 */
export class SiteError extends Error {
  override readonly name = 'SiteError';
  readonly code: SiteErrorCode;
  readonly class: SiteErrorClass;
  /** One sentence: what to do. */
  readonly remedy: string;
  readonly detail: string | undefined;

  constructor(code: SiteErrorCode, { detail, cause }: SiteErrorOptions = {}) {
    const { happened, remedy, class: kind } = SITE_ERRORS[code];
    super(detail === undefined ? happened : `${happened} (${detail})`, cause === undefined ? {} : { cause });
    this.code = code;
    this.class = kind;
    this.remedy = remedy;
    this.detail = detail;
  }

  /** What may be sent to a page. */
  toJSON(): { code: SiteErrorCode; message: string; remedy: string } {
    return { code: this.code, message: this.message, remedy: this.remedy };
  }
}
