export type {
  AuthorizationRequest,
  CredentialRequestOptions,
  DcqlQuery,
  Purpose,
} from '@hailstone/protocol/openid4vp';
export { type Answer, ask } from './ask.js';
export {
  SITE_ERRORS,
  SiteError,
  type SiteErrorClass,
  type SiteErrorCode,
  type SiteErrorOptions,
} from './error.js';
export { type RequestInput, request, type SiteRequest, type TypeRequest } from './request.js';
export type { DecryptionKey, Session } from './session.js';
export { type Presentation, type Verified, type VerifyInput, verify } from './verify.js';
export { type ClaimName, type Given, TYPES, type TypeName } from './vocabulary.js';
