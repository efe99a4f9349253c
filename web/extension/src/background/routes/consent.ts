/** The consent window's calls; `Consents` checks that it is that request's own window. */
import type { ScreenCall } from '@hailstone/protocol/wire';
import { count, oneOf, type Parse, shape } from '../../shared/parse.js';
import type { Caller } from '../callers.js';
import type { Consents, Place } from '../consent.js';
import type { Routes } from '../router.js';
import { choice, requestId } from './parse.js';

type ConsentCall = Extract<ScreenCall, `consent-${string}`>;

const FROM = ['consent'] as const;
const REQUEST: Parse<{ request: string }> = shape({ request: requestId });

export function consentRoutes(consents: Consents): Pick<Routes, ConsentCall> {
  return {
    'consent-state': {
      from: FROM,
      parse: REQUEST,
      handle: ({ request }, caller) => consents.state(request, placeOf(caller).windowId),
    },
    'consent-choose': {
      from: FROM,
      parse: shape({ request: requestId, choice }),
      handle: (takes, caller) => consents.choose(takes.request, placeOf(caller).windowId, takes.choice),
    },
    'consent-share': {
      from: FROM,
      parse: shape({ request: requestId, revision: count, language: oneOf('en', 'de') }),
      handle: ({ request, revision, language }, caller) =>
        consents.share(request, placeOf(caller).windowId, revision, language),
    },
    'consent-end': {
      from: FROM,
      parse: shape({ request: requestId, reason: oneOf('refused', 'closed') }),
      handle: async ({ request, reason }, caller) => {
        await consents.end(request, placeOf(caller), reason);
        return null;
      },
    },
  };
}

function placeOf(caller: Caller): Place {
  return 'windowId' in caller ? caller : { windowId: null, tabId: null };
}
