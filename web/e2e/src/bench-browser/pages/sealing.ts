/** AES-256-GCM of so many bytes, from and to JavaScript: by our module, and by SubtleCrypto in one call. In turns. */
import { serve } from './serve.js';
import { loadTestkit, type Testkit } from './testkit.js';

/** How long each turn of each program lasts at least. */
const TURN_MS = 60;
const TURNS = 9;

type Seal = (plaintext: Uint8Array<ArrayBuffer>) => Uint8Array | Promise<Uint8Array>;

const KEY = new Uint8Array(32).fill(3);
const NONCE = new Uint8Array(12).fill(5);

let ways: Readonly<Record<string, Seal>>;

serve({
  async load() {
    const testkit: Testkit = await loadTestkit();
    const key = await crypto.subtle.importKey('raw', KEY, 'AES-GCM', false, ['encrypt']);
    ways = {
      wasm: (plaintext) => testkit.sealAes256Gcm(KEY, NONCE, plaintext),
      subtle: async (plaintext) =>
        new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: NONCE }, key, plaintext)),
    };
  },
  /** Milliseconds for one call, the median of the turns. */
  async seal(length: number) {
    const plaintext = new Uint8Array(length).map((_, place) => place % 251);
    const sealed = await Promise.all(Object.values(ways).map((seal) => seal(plaintext)));
    const [first] = sealed;
    for (const other of sealed)
      if (other.length !== length + 16 || !other.every((byte, place) => byte === first?.[place]))
        throw new Error('two programs seal the same to something else');
    const times: Record<string, number[]> = {};
    for (let turn = 0; turn < TURNS; turn += 1)
      for (const [name, seal] of Object.entries(ways)) {
        times[name] ??= [];
        times[name].push(await turnOf(seal, plaintext));
      }
    return times;
  },
});

async function turnOf(seal: Seal, plaintext: Uint8Array<ArrayBuffer>): Promise<number> {
  const start = performance.now();
  let calls = 0;
  let now = start;
  while (now - start < TURN_MS) {
    const sealed = seal(plaintext);
    // A program that answers at once is not made to wait for a turn of the event loop.
    if (sealed instanceof Promise) await sealed;
    calls += 1;
    now = performance.now();
  }
  return (now - start) / calls;
}
