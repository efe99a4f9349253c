/** The sealed root in a small database of its own, so that no copy of the vault's takes it along. */
import type { ParkedPlace } from './parking.js';

const DATABASE = 'hailstone-parked';
const STORE = 'parked';
const ROOT = 'root';

export const parkedPlace: ParkedPlace = {
  async read() {
    const found: unknown = await inStore('readonly', (store) => store.get(ROOT));
    return found instanceof Uint8Array ? found : undefined;
  },
  async write(parked) {
    await inStore('readwrite', (store) => store.put(parked, ROOT));
  },
  async remove() {
    await inStore('readwrite', (store) => store.delete(ROOT));
  },
};

/** Opened for one use at a time, so that whoever wants to delete the database can. */
async function inStore<T>(
  mode: IDBTransactionMode,
  use: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const work = database.transaction(STORE, mode);
      const request = use(work.objectStore(STORE));
      work.oncomplete = () => resolve(request.result);
      work.onabort = () => reject(work.error);
    });
  } finally {
    database.close();
  }
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => void opening.result.createObjectStore(STORE);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
}
