/**
 * The authorities that the person trusts to say who a site is, besides those of the browser's own list. Certificates are public: what is
 * kept here is no secret.
 */
import { isBase64url } from './base64url.js';
import { isObject } from './parse.js';

export const AUTHORITIES_SETTING = 'authorities';

/** As many as the core takes. */
export const MAX_AUTHORITIES = 64;

export interface Authority {
  /** As the certificate says it. */
  readonly name: string;
  /** The file, base64url. */
  readonly certificate: string;
}

/** Those of the setting; what somebody else wrote there counts as nobody. */
export function authoritiesOf(setting: unknown): readonly Authority[] {
  if (typeof setting !== 'string') return [];
  try {
    const list: unknown = JSON.parse(setting);
    return Array.isArray(list) ? list.filter(isAuthority).slice(0, MAX_AUTHORITIES) : [];
  } catch {
    return [];
  }
}

function isAuthority(value: unknown): value is Authority {
  return (
    isObject(value) &&
    typeof value.name === 'string' &&
    typeof value.certificate === 'string' &&
    isBase64url(value.certificate)
  );
}
