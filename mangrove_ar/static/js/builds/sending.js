// Send one file by tus 1.0.0: in chunks, each acknowledged, so that a lost connection costs at most one of them.
// Source: https://tus.io/protocols/resumable-upload

export const CHUNK_BYTES = 1024 * 1024;
const FIRST_PAUSE_MS = 1_000;
const MOST_PAUSE_MS = 30_000;
const TUS = { "Tus-Resumable": "1.0.0", Accept: "application/json" };
const PASSING = new Set([409, 423, 429]);

/** What the server said no to; `words` is its sentence, `status` its number. */
export class Refused extends Error {
  constructor(status, words) {
    super(words);
    this.status = status;
    this.words = words;
  }
}

/** The same file chosen again, for the same use, is known by this. */
export function fingerprint(file, metadata) {
  const told = Object.entries(metadata).map(([key, value]) => `${key}=${value}`);
  return ["upload", file.name, file.size, file.lastModified, ...told.sort()].join("|");
}

/** Words as the header Upload-Metadata wants them. */
export function encodeMetadata(metadata) {
  const encode = (words) => btoa(String.fromCharCode(...new TextEncoder().encode(words)));
  return Object.entries(metadata)
    .map(([key, value]) => `${key} ${encode(value)}`)
    .join(",");
}

/** Wait ever longer while nothing helps. */
export function nextPause(pauseMs) {
  return Math.min(2 * pauseMs, MOST_PAUSE_MS);
}

/**
 * @param {File} file
 * @param {{url: string, token: string, metadata: Object}} where
 * @returns {{run: () => Promise<string>, pause: () => void, cancel: () => Promise<void>}} `run` gives the address of
 *   the whole file's page; it goes on after losses by itself, and ends with null when paused.
 */
export function sendFile(file, { url, token, metadata }, tell, deps = {}) {
  const { ask = (...call) => fetch(...call), shelf = localStorage, wait = pause } = deps;
  const known = fingerprint(file, metadata);
  const headers = { ...TUS, "X-CSRFToken": token };
  let here = 0;
  let stop = new AbortController();

  async function call(address, options) {
    const answer = await ask(address, { ...options, headers: { ...headers, ...options.headers }, signal: stop.signal });
    if (answer.ok) return answer;
    const body = await answer.json().catch(() => null);
    throw new Refused(answer.status, body?.error?.message ?? "");
  }

  async function create() {
    const told = { "Upload-Length": String(file.size), "Upload-Metadata": encodeMetadata({ ...metadata, name: file.name }) };
    const answer = await call(url, { method: "POST", headers: told });
    here = 0;
    shelf.setItem(known, answer.headers.get("Location"));
    return answer.headers.get("Location");
  }

  /** Find where to go on: an upload that was begun before, or a new one. */
  async function begin() {
    const begun = shelf.getItem(known);
    if (!begun) return create();
    try {
      const answer = await call(begun, { method: "HEAD" });
      here = Number(answer.headers.get("Upload-Offset"));
      return begun;
    } catch (error) {
      if (error.status !== 404) throw error;
      shelf.removeItem(known); // It was swept away, or belongs to somebody else who sat here.
      return create();
    }
  }

  async function sendChunks() {
    const address = await begin();
    tell("sending", here);
    while (here < file.size) {
      const body = file.slice(here, here + CHUNK_BYTES);
      const more = { "Upload-Offset": String(here), "Content-Type": "application/offset+octet-stream" };
      const answer = await call(address, { method: "PATCH", headers: more, body });
      here = Number(answer.headers.get("Upload-Offset"));
      tell("sending", here);
    }
    shelf.removeItem(known);
    return address.replace(/\/bytes$/, "");
  }

  /** Go on until all is there, somebody pauses, or the server refuses for good. */
  async function run() {
    stop = new AbortController();
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = nextPause(pauseMs)) {
      const before = here;
      try {
        return await sendChunks();
      } catch (error) {
        if (stop.signal.aborted) return null;
        if (!(error instanceof Refused || error instanceof TypeError)) throw error; // A lost connection is a TypeError.
        if (error instanceof Refused && error.status < 500 && !PASSING.has(error.status)) {
          if (![401, 403].includes(error.status)) shelf.removeItem(known);
          throw error;
        }
        tell(error instanceof Refused ? "busy" : "offline", here, error.words ?? "");
        if (here > before) pauseMs = FIRST_PAUSE_MS;
        await wait(pauseMs, stop.signal);
        if (stop.signal.aborted) return null;
      }
    }
  }

  async function cancel() {
    stop.abort();
    const begun = shelf.getItem(known);
    shelf.removeItem(known);
    stop = new AbortController();
    if (begun) await call(begun, { method: "DELETE" }).catch(() => {}); // What stays is swept away by the server.
  }

  return { run, pause: () => stop.abort(), cancel };
}

/** Wait, but not longer than until the connection is back or somebody pauses. */
function pause(pauseMs, signal) {
  return new Promise((done) => {
    const timer = setTimeout(done, pauseMs);
    const finish = () => (clearTimeout(timer), done());
    addEventListener("online", finish, { once: true });
    signal.addEventListener("abort", finish, { once: true });
  });
}
