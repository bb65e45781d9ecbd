/** Keeps what the server does not have yet on this device; a browser that keeps nothing is no reason to stop. */

/** @param {string} key @param {Storage} [store] */
export function openShelf(key, store = globalThis.localStorage) {
  const quietly = (act) => {
    try {
      return act();
    } catch {
      return null; // Full, or forbidden: the page still saves to the server.
    }
  };
  return {
    kept: () => quietly(() => JSON.parse(store.getItem(key))),
    keep: (value) => quietly(() => store.setItem(key, JSON.stringify(value))),
    clear: () => quietly(() => store.removeItem(key)),
  };
}
