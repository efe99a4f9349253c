/** What is done with cards, handed to the core: what they agreed on as bytes that are wiped after use, and what they signed. */
import type { CardTurn } from '@hailstone/protocol/cards';
import { decodeBase64url, encodeBase64url } from '../shared/base64url.js';
import type { Answers } from './core-host.js';
import { withSecret } from './secret.js';

export const cardAnswers: Pick<Answers, 'beginWithCard' | 'goOnWithCard' | 'beginSigning' | 'goOnSigning'> = {
  beginWithCard: (wallet, { purpose, id, label, publicKey }) => {
    const agreement = wallet.beginWithCard(purpose, id, label, decodeBase64url(publicKey));
    const { card, point } = agreement;
    agreement.free();
    return { card, point: point.length === 0 ? null : encodeBase64url(point) };
  },
  goOnWithCard: (wallet, { brought }) =>
    withSecret(brought, async (bytes) => turnOf(await wallet.goOnWithCard(bytes))),
  beginSigning: (wallet, { release }) => {
    const asked = wallet.beginSigning(release);
    const { card, point: lines } = asked;
    asked.free();
    return { card, inputs: lines.length === 0 ? null : new TextDecoder().decode(lines).split('\n') };
  },
  goOnSigning: (wallet, { brought }) => turnOf(wallet.goOnSigning(decodeBase64url(brought))),
};

function turnOf(next: Uint8Array): CardTurn {
  const [first] = next;
  if (first === undefined) return null;
  return next.length === 1
    ? { type: 'pin', triesLeft: first }
    : { type: 'carry', message: encodeBase64url(next) };
}
