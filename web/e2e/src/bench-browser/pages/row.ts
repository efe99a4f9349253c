/** One row in IndexedDB, where the peers keep everything. */
const STORE = 'rows';

export async function putRow(value: unknown): Promise<void> {
  const database = await open();
  const transaction = database.transaction(STORE, 'readwrite', { durability: 'strict' });
  transaction.objectStore(STORE).put(value, 'all');
  await new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });
  database.close();
}

export async function takeRow<T>(): Promise<T> {
  const database = await open();
  const request = database.transaction(STORE).objectStore(STORE).get('all');
  const value = await done(request);
  database.close();
  return value as T;
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open('peer', 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return done(request);
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
