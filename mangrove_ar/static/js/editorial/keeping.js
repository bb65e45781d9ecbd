/** Words that the server does not have yet, kept on this device; each tab has a key, so that none overwrites another's. */

/** A tab that has not been seen for so long is gone; its words are an orphan that another page may take over. */
export const GONE_AFTER_MS = 7_000;
export const BEAT_MS = 2_000;
const PREFIX = "mangrove:editing";

/**
 * @typedef {{base: string, fields: [string, string][]}} Words what a page began with (signed), and what its fields say
 * @typedef {Words & {key: string, at: number}} Kept
 */

/**
 * @param {{record: string, staff: string, storage?: Storage, now?: () => number, tab?: string}} options
 *   record: `stations/nursery`; staff: only the same person finds the words again
 */
export function openKeeping({ record, staff, storage = localStorage, now = Date.now, tab = newTab() }) {
  const shared = `${PREFIX}:${staff}:${record}:`;
  const own = shared + tab;
  let isLeaving = false;

  const read = (key) => {
    try {
      return JSON.parse(storage.getItem(key));
    } catch {
      return null; // Something else, or half of something: no words of ours.
    }
  };
  const write = (key, entry) => {
    try {
      storage.setItem(key, JSON.stringify(entry));
      return true;
    } catch {
      return false; // The device is full, or keeps nothing.
    }
  };
  const isGone = (entry) => entry.left || now() - entry.seen > GONE_AFTER_MS;

  return {
    tab,

    /** Keep the words of this page; tells whether the device could. @param {Words} words */
    keep({ base, fields }) {
      return write(own, { base, fields, at: now(), seen: now(), left: isLeaving });
    },

    /** The server has them: nothing is to be kept. */
    forget() {
      storage.removeItem(own);
    },

    /** What a page with this name kept was saved in another way. */
    forgetTab(name) {
      storage.removeItem(shared + name);
    },

    /** Say that this page is still there. */
    beat() {
      const entry = read(own);
      if (entry) write(own, { ...entry, seen: now() });
    },

    /** Say that this page goes; what it kept is free for the next one. */
    leave() {
      isLeaving = true;
      const entry = read(own);
      if (entry) write(own, { ...entry, left: true });
    },

    /** The page came back after all. */
    stay() {
      isLeaving = false;
    },

    /** Words that pages kept which are gone, the newest first. @returns {Kept[]} */
    orphans() {
      const keys = Array.from({ length: storage.length }, (_, at) => storage.key(at));
      return keys
        .filter((key) => key?.startsWith(shared) && key !== own)
        .map((key) => ({ key, entry: read(key) }))
        .filter(({ entry }) => Array.isArray(entry?.fields) && isGone(entry))
        .map(({ key, entry }) => ({ key, base: entry.base, fields: entry.fields, at: entry.at }))
        .sort((one, other) => other.at - one.at);
    },

    /** Take an orphan's words over: they are in this page now. @param {Kept} orphan */
    adopt({ key, base, fields, at }) {
      if (write(own, { base, fields, at, seen: now(), left: false })) storage.removeItem(key);
    },

    /** @param {Kept} orphan */
    discard({ key }) {
      storage.removeItem(key);
    },
  };
}

function newTab() {
  const letters = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(letters, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
