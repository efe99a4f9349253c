/** Our side: the core in a worker, as the extension has it, over its own store in IndexedDB. */
import { contact } from './contacts.js';
import { serve } from './serve.js';
import { type Contacts, loadTestkit, type Testkit } from './testkit.js';

const DATABASE = 'hailstone';

let testkit: Testkit;
let contacts: Contacts;
let ids: string[];

serve({
  async load() {
    testkit = await loadTestkit();
  },
  warmUp: () => testkit.warmUp(),
  async make(count: number) {
    const texts = Array.from({ length: count }, (_, index) => contact(index)).flat();
    await testkit.Contacts.make(DATABASE, texts);
  },
  async open(index: number) {
    contacts = await testkit.Contacts.open(DATABASE);
    const list = texts(await contacts.list());
    const titles = list.slice(0, list.length / 2);
    ids = list.slice(list.length / 2);
    return [titles.length, titles[index], await contacts.lookUp(ids[index] ?? '')];
  },
  id: (index: number) => ids[index],
  /** Without a list. */
  async openOne(id: string) {
    contacts = await testkit.Contacts.open(DATABASE);
    return contacts.lookUp(id);
  },
  search: (words: string) => contacts.search(words),
  save: (index: number, text: string) => contacts.save(ids[index] ?? '', text),
  async readAll() {
    contacts = await testkit.Contacts.open(DATABASE);
    const all = texts(await contacts.readAll());
    return [all.length, all.reduce((length, text) => length + text.length, 0)];
  },
});

function texts(joined: string): string[] {
  return joined.split('\0').slice(0, -1);
}
