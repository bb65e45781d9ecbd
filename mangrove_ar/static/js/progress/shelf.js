// The phone's own shelf: what must survive a closed page and a lost signal lies in IndexedDB.

const NAME = "mangrove-progress";
const STORES = { events: "id", facts: "name" };

/**
 * Open the shelf.
 * @returns {Promise<Shelf>} rejects where the browser keeps nothing (some private modes)
 *
 * @typedef {object} Shelf
 * @property {(store: string) => Promise<object[]>} all every row of a store
 * @property {(store: string, row: object) => Promise<void>} put keep a row; resolves after the transaction is complete
 * @property {(store: string, key: string) => Promise<void>} remove throw one row away
 * @property {() => Promise<void>} clear throw everything away
 */
export async function openShelf(factory = globalThis.indexedDB) {
  if (!factory) throw new Error("no IndexedDB");
  const request = factory.open(NAME, 1);
  request.onupgradeneeded = () => {
    for (const [store, keyPath] of Object.entries(STORES)) request.result.createObjectStore(store, { keyPath });
  };
  const database = await settled(request);
  return {
    all: (store) => settled(database.transaction(store).objectStore(store).getAll()),
    put: (store, row) => written(database, [store], (transaction) => transaction.objectStore(store).put(row)),
    remove: (store, key) => written(database, [store], (transaction) => transaction.objectStore(store).delete(key)),
    clear: () =>
      written(database, Object.keys(STORES), (transaction) => {
        for (const store of Object.keys(STORES)) transaction.objectStore(store).clear();
      }),
  };
}

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("IndexedDB is blocked by another page"));
  });
}

function written(database, stores, write) {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(stores, "readwrite", { durability: "strict" });
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
    write(transaction);
  });
}
