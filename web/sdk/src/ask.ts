import type { AuthorizationResponse, CredentialRequestOptions } from '@hailstone/protocol/openid4vp';
import { SiteError, type SiteErrorCode } from './error.js';
import { isObject } from './json.js';

/** The answer as it goes to the server. The page cannot read it: it is encrypted to the server's session. */
export interface Answer {
  readonly protocol: string;
  readonly data: AuthorizationResponse;
}

/** What the browser's exceptions mean here (Digital Credentials API, and Firefox without one). */
const BY_NAME: Readonly<Record<string, SiteErrorCode>> = {
  NotAllowedError: 'site.refused',
  AbortError: 'site.aborted',
  NotSupportedError: 'site.no_wallet',
  // No protocol of the request is known to this browser.
  TypeError: 'site.no_wallet',
  SecurityError: 'site.blocked',
  InvalidStateError: 'site.blocked',
};

/**
 * Asks, in the page. Call it from the handler of a click: the browser wants one before it opens a wallet.
 *
 * ```ts
 * button.addEventListener('click', async () => {
 *   const options = await (await fetch('/options.json')).json();
 *   const answer = await ask(options);
 *   await fetch('/answer', { method: 'POST', body: JSON.stringify(answer), headers: … });
 * });
 * ```
 *
 * @throws {SiteError} `site.*`, or `response.malformed` when the browser returns something else than a credential
 */
export async function ask(
  options: CredentialRequestOptions,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<Answer> {
  const container: CredentialsContainer | undefined = globalThis.navigator?.credentials;
  if (container === undefined || !('DigitalCredential' in globalThis)) throw new SiteError('site.no_wallet');
  let credential: unknown;
  try {
    const request: object = signal === undefined ? options : { ...options, signal };
    credential = await container.get(request);
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : '';
    throw new SiteError(BY_NAME[name] ?? 'site.browser_error', { cause });
  }
  if (credential === null) throw new SiteError('site.no_wallet');
  if (!isObject(credential)) throw new SiteError('response.malformed');
  const { protocol, data } = credential;
  if (typeof protocol !== 'string' || !isObject(data)) throw new SiteError('response.malformed');
  if (typeof data.response === 'string') return { protocol, data: { response: data.response } };
  if (typeof data.error === 'string') return { protocol, data: { error: data.error } };
  throw new SiteError('response.malformed');
}
