/** Passkeys: what a page was given by an authenticator, handed to the core. */
import { decodeBase64url } from '../shared/base64url.js';
import type { Answers } from './core-host.js';
import { withSecret } from './secret.js';

export const passkeyAnswers: Pick<Answers, 'enrollPasskey' | 'unlockWithPasskey'> = {
  enrollPasskey: (wallet, { label, credential, relyingParty, prfSalt, output }) =>
    withSecret(output, (bytes) =>
      wallet.enrollPasskey(label, decodeBase64url(credential), relyingParty, decodeBase64url(prfSalt), bytes),
    ),
  unlockWithPasskey: (wallet, { unlocker, output }) =>
    withSecret(output, (bytes) => wallet.unlockWithPasskey(unlocker, bytes)),
};
