/**
 * Contents of so many bytes, from and to JavaScript, each under a key of its own: as the wallet seals them, by our module
 * alone, and by SubtleCrypto alone: the key derived from a root and a fresh salt with HKDF, so that the content can be opened again, then
 * everything in one call. Beside them SubtleCrypto under a random key that is thrown away, which derives nothing. In turns.
 */
import { serve } from './serve.js';
import { loadTestkit } from './testkit.js';

/** How long each turn of each program lasts at least. */
const TURN_MS = 60;
const TURNS = 9;

type Parts = readonly Uint8Array[];
type Seal = (plaintext: Uint8Array<ArrayBuffer>) => Parts | Promise<Parts>;

const NONCE = new Uint8Array(12).fill(5);
/** As much of it as the wallet has. */
const PLACE = new Uint8Array(52).fill(6);

let open: (sealed: Parts) => Parts | Promise<Parts>;
let ways: Readonly<Record<string, Seal>>;

serve({
  async load() {
    const testkit = await loadTestkit();
    const contents = new testkit.Contents();
    const { subtle } = crypto;
    const root = await subtle.importKey('raw', crypto.getRandomValues(new Uint8Array(32)), 'HKDF', false, [
      'deriveKey',
    ]);
    const seal = async (key: CryptoKey, content: Uint8Array<ArrayBuffer>) => {
      const algorithm = { name: 'AES-GCM', iv: NONCE, additionalData: PLACE };
      return [new Uint8Array(await subtle.encrypt(algorithm, key, content))];
    };
    open = (sealed) => contents.open([...sealed]);
    ways = {
      ours: (content) => contents.seal(content),
      module: (content) => contents.sealInModule(content),
      subtle: async (content) => {
        const salt = crypto.getRandomValues(new Uint8Array(24));
        const derivation = { name: 'HKDF', hash: 'SHA-256', salt, info: PLACE };
        const kind = { name: 'AES-GCM', length: 256 };
        return seal(await subtle.deriveKey(derivation, root, kind, false, ['encrypt']), content);
      },
      throwAway: async (content) => {
        const bytes = crypto.getRandomValues(new Uint8Array(32));
        return seal(await subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt']), content);
      },
    };
  },
  /** Milliseconds for one content, turn by turn. */
  async seal(length: number) {
    const content = new Uint8Array(length).map((_, place) => place % 251);
    for (const way of ['ours', 'module']) {
      const opened = new Uint8Array(await new Blob(await opens(way, content)).arrayBuffer());
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

async function opens(way: string, content: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>[]> {
  const opened = await open((await ways[way]?.(content)) ?? []);
  return opened.map((part) => new Uint8Array(part));
}

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
