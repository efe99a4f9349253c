/**
 * A store as Bitwarden's clients keep it: every text of every item is sealed by itself (AES-256-CBC and HMAC-SHA-256, the
 * string `2.iv|data|mac` in base64), all items are one JSON object in one row, all are opened when the vault is, and a
 * changed item is sealed anew and the row written again. Not modelled, in their favour: a key for each item, sorting, what
 * their frameworks add, and the server.
 */
import { contact, hits } from './contacts.js';
import { putRow, takeRow } from './row.js';
import { serve } from './serve.js';

interface Item {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  readonly notes: string;
}

/** How many items are opened side by side. */
const BATCH = 500;
const AES = { name: 'AES-CBC', length: 256 } as const;
const HMAC = { name: 'HMAC', hash: 'SHA-256' } as const;

let aes: CryptoKey;
let hmac: CryptoKey;
let sealed: Record<string, Item>;
let items: Item[];

serve({
  async load() {
    const raw = (byte: number): Uint8Array<ArrayBuffer> => new Uint8Array(32).fill(byte);
    aes = await crypto.subtle.importKey('raw', raw(1), AES, false, ['encrypt', 'decrypt']);
    hmac = await crypto.subtle.importKey('raw', raw(2), HMAC, false, ['sign', 'verify']);
  },
  async make(count: number) {
    const made: Record<string, Item> = {};
    for (let start = 0; start < count; start += BATCH) {
      const length = Math.min(BATCH, count - start);
      const all = Array.from({ length }, async (_, place) => {
        const [name, username, notes] = contact(start + place);
        return seal({ id: crypto.randomUUID(), name, username, notes });
      });
      for (const item of await Promise.all(all)) made[item.id] = item;
    }
    await putRow(made);
  },
  async open(index: number) {
    await openAll();
    const titles = items.map(({ name }) => name);
    return [titles.length, titles[index], items[index]?.username];
  },
  search: (words: string) =>
    hits(items.map(({ name }) => name).filter((name) => name.toLowerCase().includes(words))),
  async save(index: number, notes: string) {
    const item = { ...(items[index] as Item), notes };
    items[index] = item;
    sealed[item.id] = await seal(item);
    await putRow(sealed);
  },
  async readAll() {
    await openAll();
    const texts = items.flatMap(({ name, username, notes }) => [name, username, notes]);
    return [texts.length, texts.reduce((length, text) => length + text.length, 0)];
  },
});

async function openAll(): Promise<void> {
  sealed = await takeRow<Record<string, Item>>();
  items = [];
  const all = Object.values(sealed);
  for (let start = 0; start < all.length; start += BATCH)
    items.push(...(await Promise.all(all.slice(start, start + BATCH).map(unseal))));
}

async function seal({ id, name, username, notes }: Item): Promise<Item> {
  const [a, b, c] = await Promise.all([sealText(name), sealText(username), sealText(notes)]);
  return { id, name: a, username: b, notes: c };
}

async function unseal({ id, name, username, notes }: Item): Promise<Item> {
  const [a, b, c] = await Promise.all([openText(name), openText(username), openText(notes)]);
  return { id, name: a, username: b, notes: c };
}

async function sealText(text: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(16));
  const data = await crypto.subtle.encrypt({ name: 'AES-CBC', iv }, aes, new TextEncoder().encode(text));
  const mac = await crypto.subtle.sign(HMAC, hmac, joined(iv, new Uint8Array(data)));
  return `2.${[iv, new Uint8Array(data), new Uint8Array(mac)].map(encode).join('|')}`;
}

async function openText(text: string): Promise<string> {
  const [iv, data, mac] = text.slice(2).split('|').map(decode);
  if (iv === undefined || data === undefined || mac === undefined) throw new Error('not three parts');
  if (!(await crypto.subtle.verify(HMAC, hmac, mac, joined(iv, data)))) throw new Error('changed');
  return new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-CBC', iv }, aes, data));
}

function joined(iv: Uint8Array, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(iv.length + data.length);
  all.set(iv);
  all.set(data, iv.length);
  return all;
}

function encode(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function decode(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
