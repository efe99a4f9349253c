import type { Suite } from '../runner.js';
import { access } from './access.js';
import { cardCopies } from './card-copy.js';
import { cards } from './cards.js';
import { chain } from './chain.js';
import { copies } from './copies.js';
import { credentials } from './credentials.js';
import { ends } from './ends.js';
import { faults } from './faults.js';
import { file } from './file.js';
import { guard } from './guard.js';
import { hostile } from './hostile.js';
import { interrupted } from './interrupted.js';
import { exporting, merging } from './merging.js';
import { passkeyAdded, passkeyFirst } from './passkey.js';
import { restart, restartInFile } from './restart.js';
import { rules } from './rules.js';
import { damagedScreens, emptyScreens, screens } from './screens.js';
import { signedRequests } from './signed.js';
import { signing } from './signing.js';
import { stone } from './stone.js';
import { store } from './store.js';
import { firstRun, vault } from './vault.js';

export const chromiumSuites: readonly Suite[] = [
  chain,
  rules,
  ends,
  hostile,
  signedRequests,
  credentials,
  interrupted,
  vault,
  firstRun,
  passkeyFirst,
  passkeyAdded,
  emptyScreens,
  screens,
  guard,
  damagedScreens,
  faults,
  access,
  copies,
  merging,
  exporting,
  restart,
  store,
  file,
  restartInFile,
  ...cards,
  ...stone,
  ...signing,
  ...cardCopies,
];
