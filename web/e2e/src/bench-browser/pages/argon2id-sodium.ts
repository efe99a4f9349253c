import sodium from 'libsodium-wrappers-sumo';
import { COST, hex, PASSPHRASE, SALT } from './argon2id.js';
import { serve } from './serve.js';

serve({
  async load() {
    await sodium.ready;
  },
  derive() {
    const { crypto_pwhash_ALG_ARGON2ID13: algorithm } = sodium;
    return hex(sodium.crypto_pwhash(32, PASSPHRASE, SALT, COST.passes, COST.memory * 1024, algorithm));
  },
});
