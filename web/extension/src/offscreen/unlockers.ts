/** What opens the vault, handed to the core: secrets as bytes that are wiped after use. */
import { decodeBase64url } from '../shared/base64url.js';
import type { Answers } from './core-host.js';
import { withSecret } from './secret.js';

export const unlockerAnswers: Pick<Answers, 'enrollPasskey' | 'unlock' | 'changeUnlockers'> = {
  enrollPasskey: (wallet, { label, credential, relyingParty, prfSalt, output }) =>
    withSecret(output, (bytes) =>
      wallet.enrollPasskey(label, decodeBase64url(credential), relyingParty, decodeBase64url(prfSalt), bytes),
    ).then(() => null),
  unlock: (wallet, { unlocker, secret }) =>
    withSecret(secret, (bytes) => wallet.unlock(unlocker, bytes)).then(() => null),
  changeUnlockers: (wallet, { change, unlocker, label, secret }) =>
    withSecret(secret, (bytes) => wallet.changeUnlockers(change, unlocker, label, bytes)).then(() => null),
};
