import { argon2id } from 'hash-wasm';
import { COST, hex, PASSPHRASE, SALT } from './argon2id.js';
import { serve } from './serve.js';

serve({
  /** It compiles its module in the first call; nothing can be done before. */
  load: () => undefined,
  async derive() {
    const derived = await argon2id({
      password: PASSPHRASE,
      salt: SALT,
      memorySize: COST.memory,
      iterations: COST.passes,
      parallelism: COST.lanes,
      hashLength: 32,
      outputType: 'binary',
    });
    return hex(derived);
  },
});
