/**
 * Contents of so many bytes, from and to JavaScript, each under a key of its own: as the wallet seals them, by our module
 * alone, and by SubtleCrypto in one call. In turns.
 */
import { serve } from './serve.js';
import { loadTestkit } from './testkit.js';

/** How long each turn of each program lasts at least. */
const TURN_MS = 60;
const TURNS = 9;

type Seal = (plaintext: Uint8Array<ArrayBuffer>) => Uint8Array | Promise<Uint8Array>;

const NONCE = new Uint8Array(12).fill(5);

let open: (sealed: Uint8Array) => Promise<Uint8Array>;
let ways: Readonly<Record<string, Seal>>;

serve({
  async load() {
    const testkit = await loadTestkit();
    const contents = new testkit.Contents();
    open = (sealed) => contents.open(sealed);
    ways = {
      ours: (content) => contents.seal(content),
      module: (content) => contents.sealInModule(content),
      subtle: async (content) => {
        const bytes = crypto.getRandomValues(new Uint8Array(32));
        const key = await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt']);
        return new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: NONCE }, key, content));
      },
    };
  },
  /** Milliseconds for one content, turn by turn. */
  async seal(length: number) {
    const content = new Uint8Array(length).map((_, place) => place % 251);
    for (const way of ['ours', 'module']) {
      const opened = await open((await ways[way]?.(content)) ?? new Uint8Array());
      if (!opened.every((byte, place) => byte === content[place]) || opened.length !== length)
        throw new Error(`${way}: what was sealed is not what is opened`);
    }
    const times: Record<string, number[]> = {};
    for (let turn = 0; turn < TURNS; turn += 1)
      for (const [name, seal] of Object.entries(ways)) {
        times[name] ??= [];
        times[name].push(await turnOf(seal, content));
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
