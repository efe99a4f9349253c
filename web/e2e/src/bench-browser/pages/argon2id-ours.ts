import { COST, hex, PASSPHRASE, SALT } from './argon2id.js';
import { serve } from './serve.js';
import { loadTestkit, type Testkit } from './testkit.js';

let testkit: Testkit;

serve({
  async load() {
    testkit = await loadTestkit();
  },
  derive: () => hex(testkit.deriveArgon2id(PASSPHRASE, SALT, COST.memory, COST.passes, COST.lanes)),
});
