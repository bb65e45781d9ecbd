// The outbox: what the learner did is kept on the phone first, then sent in batches until the server has it.

import { openShelf } from "./shelf.js";

const SERVER = "/api/v1/progress";
const BATCH = 100;
const REFUSED_FOR_GOOD = new Set([400, 413, 422]);
/** So long the visitor can read that something was refused; nothing refused is ever sent again. */
const REFUSED_KEPT_MS = 7 * 24 * 3600 * 1000;

/**
 * Open the outbox of this phone.
 * @param {{shelf?: Promise<import("./shelf.js").Shelf>, send?: typeof fetch, now?: () => Date, crypto?: Crypto,
 *          page?: Document}} deps
 */
export function openOutbox(deps = {}) {
  const { page = globalThis.document } = deps;
  return page?.documentElement.hasAttribute("data-preview") ? nothingIsKept() : openRealOutbox(deps);
}

/** In a preview of what is not published nobody collects anything, and nothing is sent. */
function nothingIsKept() {
  const nothing = async () => ({ waiting: 0, sent: 0, refused: 0 });
  return { add: async () => {}, flush: nothing, state: nothing, events: async () => [], forget: async () => {} };
}

function openRealOutbox({
  shelf = openShelf(),
  send = globalThis.fetch.bind(globalThis),
  now = () => new Date(),
  crypto = globalThis.crypto,
}) {
  let flushing = null;
  let again = null;
  Promise.resolve(shelf).catch(() => {}); // A phone that keeps nothing is reported by `add`, to whoever asks.

  /**
   * Keep something that happened.
   * @param {string} station slug; stays on the phone
   * @param {{kind: string, code: string}} happening what is sent, without id and time
   */
  async function add(station, happening) {
    const opened = await shelf;
    const event = { ...happening, id: crypto.randomUUID(), occurred_at: now().toISOString() };
    await learnerKey(opened);
    await opened.put("events", { id: event.id, station, event, state: "waiting" });
  }

  /**
   * Send what waits. Calls while one is under way share the next round, which sends what came in between.
   * Resolves to the state of the outbox afterwards.
   */
  function flush() {
    if (flushing) {
      again ??= flushing.catch(() => {}).then(() => {
        again = null;
        return flush();
      });
      return again;
    }
    flushing = sendAll().finally(() => {
      flushing = null;
    });
    return flushing;
  }

  async function sendAll() {
    const opened = await shelf;
    let waiting = (await rows(opened)).filter((row) => row.state === "waiting");
    while (waiting.length > 0) {
      const batch = waiting.slice(0, BATCH);
      if (!(await sendBatch(opened, batch))) break;
      waiting = waiting.slice(batch.length);
    }
    await dropRefusals(opened);
    return state();
  }

  /** Send one batch; false when the server could not be reached and the events go on waiting. */
  async function sendBatch(opened, batch) {
    const answer = await post(opened, batch).catch(() => null);
    if (!answer) return false;
    if (REFUSED_FOR_GOOD.has(answer.status)) {
      if (batch.length === 1) return mark(opened, batch[0], "refused");
      for (const row of batch) if (!(await sendBatch(opened, [row]))) return false; // One bad event must not block the rest.
      return true;
    }
    if (!answer.ok && answer.status !== 409) return false;
    const { results } = await answer.json().catch(() => ({ results: [] }));
    const outcomes = new Map(results.map(({ id, outcome }) => [id, outcome]));
    if (!batch.every((row) => outcomes.has(row.id))) return false;
    for (const row of batch) {
      const outcome = outcomes.get(row.id);
      await mark(opened, row, outcome === "stored" || outcome === "known" ? "sent" : "refused");
    }
    return true;
  }

  async function post(opened, batch) {
    return send(`${SERVER}/events`, {
      method: "POST",
      keepalive: true, // The page may be left while this is under way.
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${await learnerKey(opened)}` },
      body: JSON.stringify({ events: batch.map((row) => row.event) }),
    });
  }

  async function mark(opened, row, newState) {
    await opened.put("events", { ...row, state: newState });
    return true;
  }

  /** Throw away what was refused once it is old news, or once the same was done again and taken. */
  async function dropRefusals(opened) {
    const all = await rows(opened);
    const isOld = ({ event }) => now() - new Date(event.occurred_at) > REFUSED_KEPT_MS;
    const isTaken = ({ station, event }) =>
      all.some((row) => row.state === "sent" && row.station === station && row.event.kind === event.kind);
    for (const row of all) {
      if (row.state === "refused" && (isOld(row) || isTaken(row))) await opened.remove("events", row.id);
    }
  }

  /** Tell what waits, what was sent, what was refused. */
  async function state() {
    const all = await rows(await shelf);
    const count = (wanted) => all.filter((row) => row.state === wanted).length;
    return { waiting: count("waiting"), sent: count("sent"), refused: count("refused") };
  }

  /** Tell all that happened on this phone and counts, oldest first; what the server refused earns nothing. */
  async function events() {
    const counting = (await rows(await shelf)).filter((row) => row.state !== "refused");
    return counting.map((row) => ({ station: row.station, state: row.state, ...row.event }));
  }

  /** Delete everything, on the server first: what the server still has must not be forgotten here. */
  async function forget() {
    const opened = await shelf;
    const answer = await send(`${SERVER}/learner`, {
      method: "DELETE",
      headers: { Authorization: `Bearer ${await learnerKey(opened)}` },
    });
    if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
    await opened.clear();
  }

  async function learnerKey(opened) {
    const known = (await opened.all("facts")).find(({ name }) => name === "learner");
    if (known) return known.key;
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    const key = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    await opened.put("facts", { name: "learner", key });
    return key;
  }

  async function rows(opened) {
    const all = await opened.all("events");
    return all.sort((a, b) => a.event.occurred_at.localeCompare(b.event.occurred_at));
  }

  return { add, flush, state, events, forget };
}

/** Send again whenever there may be signal: when the network returns, and when the page is shown or left. */
export function flushWhenPossible(outbox, show, { target = globalThis, page = globalThis.document } = {}) {
  const flush = () => outbox.flush().then(show, () => {});
  target.addEventListener("online", flush);
  page.addEventListener("visibilitychange", flush);
}
