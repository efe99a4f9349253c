/**
 * `kdbxweb`: one KDBX 4 file, which is opened whole and written whole. In the page, because a worker has no `DOMParser`
 * and the one that it brings along is slower. One round of its derivation instead of the person's, so that what is measured
 * comes after it.
 */
import { Consts, Credentials, Int64, Kdbx, type KdbxEntry, ProtectedValue, VarDictionary } from 'kdbxweb';
import { contact, hits } from './contacts.js';
import { putRow, takeRow } from './row.js';
import { serve } from './serve.js';

let database: Kdbx;
let entries: KdbxEntry[];

const credentials = (): Credentials => new Credentials(ProtectedValue.fromString('secret'));

serve({
  async make(count: number) {
    const made = Kdbx.create(credentials(), 'Contacts');
    made.setKdf(Consts.KdfId.Aes);
    made.header.kdfParameters?.set('R', VarDictionary.ValueType.UInt64, Int64.from(1));
    for (let index = 0; index < count; index += 1) {
      const [name, email, nickname] = contact(index);
      const entry = made.createEntry(made.getDefaultGroup());
      entry.fields.set('Title', name);
      entry.fields.set('UserName', email);
      entry.fields.set('Notes', nickname);
    }
    await putRow(await made.save());
  },
  load: () => undefined,
  async open(index: number) {
    await openAll();
    const titles = entries.map((entry) => text(entry, 'Title'));
    const entry = entries[index];
    return [titles.length, titles[index], entry && text(entry, 'UserName')];
  },
  search(words: string) {
    const titles = entries.map((entry) => text(entry, 'Title'));
    return hits(titles.filter((title) => title.toLowerCase().includes(words)));
  },
  async save(index: number, value: string) {
    entries[index]?.fields.set('Notes', value);
    await putRow(await database.save());
  },
  async readAll() {
    await openAll();
    const texts = entries.flatMap((entry) =>
      ['Title', 'UserName', 'Notes'].map((field) => text(entry, field)),
    );
    return [texts.length, texts.reduce((length, text) => length + text.length, 0)];
  },
});

async function openAll(): Promise<void> {
  database = await Kdbx.load(await takeRow<ArrayBuffer>(), credentials());
  entries = [...database.getDefaultGroup().allEntries()];
}

function text(entry: KdbxEntry, field: string): string {
  const value = entry.fields.get(field);
  return typeof value === 'string' ? value : '';
}
