// Send one file by tus 1.0.0: in chunks, each acknowledged, so that a lost connection costs at most one of them.
// Source: https://tus.io/protocols/resumable-upload

export const CHUNK_BYTES = 1024 * 1024;
const FIRST_PAUSE_MS = 1_000;
const MOST_PAUSE_MS = 30_000;
const TUS = { "Tus-Resumable": "1.0.0", Accept: "application/json" };
const PASSING = new Set([409, 423, 429]);
const OF_FILE = new Set([404, 410, 413, 422]);
const GONE = new Set([404, 410]);

/** What the server said no to: its number, its code, and its sentence where that is meant for the page's reader. */
export class Refused extends Error {
  constructor(status, code, words) {
    super(code);
    Object.assign(this, { status, code, words });
  }

  /** Whether it was the file that was refused; whatever else it was may have passed when somebody goes on. */
  get isOfFile() {
    return OF_FILE.has(this.status) && this.words !== "";
  }

  get isPassing() {
    return this.status >= 500 || PASSING.has(this.status);
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
 * @param {{url: string, tokenUrl: string, staff: string, metadata: Object,
 *   token: {read: () => string, write: (token: string) => void}}} where
 * @returns {{run: () => Promise<string>, pause: () => void, cancel: () => Promise<void>}} `run` gives the address of
 *   the whole file's page; it goes on after losses by itself, and ends with null when paused.
 */
export function sendFile(file, { url, tokenUrl, staff, token, metadata }, tell, deps = {}) {
  const { ask = (...call) => fetch(...call), shelf = localStorage, wait = pause } = deps;
  const known = fingerprint(file, metadata);
  let here = 0;
  let stop = new AbortController();

  async function request(address, options) {
    const headers = { ...TUS, "X-CSRFToken": token.read(), ...options.headers };
    const answer = await ask(address, { ...options, headers, signal: stop.signal });
    if (answer.ok) return answer;
    const error = (await answer.json().catch(() => null))?.error;
    const isForReader = answer.headers.has("Content-Language");
    throw new Refused(answer.status, error?.code ?? "", isForReader ? (error?.message ?? "") : "");
  }

  /** A page can outlive its session; after a new sign-in, also in another tab, it needs a new token. */
  async function renew() {
    const found = await (await request(tokenUrl, { method: "GET" })).json();
    if (String(found.staff) !== staff) throw new Refused(403, "other_person", "");
    token.write(found.csrf_token);
  }

  async function call(address, options) {
    try {
      return await request(address, options);
    } catch (error) {
      if (error.status !== 401 && error.code !== "out_of_date") throw error;
      await renew();
      return request(address, options);
    }
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
      if (!GONE.has(error.status)) throw error;
      return create(); // It was swept away, or belongs to somebody else who sat here.
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
        if (error instanceof Refused && !error.isPassing) {
          if (error.isOfFile) shelf.removeItem(known);
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
