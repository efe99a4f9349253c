import type { ScreenCall } from '@hailstone/protocol/wire';
import { nothing } from '../../shared/parse.js';
import type { Routes } from '../router.js';

type WindowCall = Extract<ScreenCall, 'open-vault' | 'still-here'>;

export function windowRoutes(showVault: () => Promise<void>): Pick<Routes, WindowCall> {
  return {
    'open-vault': {
      from: ['vault', 'consent', 'popup'],
      parse: nothing,
      handle: () => showVault().then(() => null),
    },
    'still-here': {
      from: ['vault', 'consent', 'popup'],
      parse: nothing,
      handle: () => Promise.resolve(null),
    },
  };
}
