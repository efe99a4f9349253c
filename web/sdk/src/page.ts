export type { CredentialRequestOptions } from '@hailstone/protocol/openid4vp';
export { type Answer, ask } from './ask.js';
export { SITE_ERRORS, SiteError, type SiteErrorClass, type SiteErrorCode } from './error.js';
