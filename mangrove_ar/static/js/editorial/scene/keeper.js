/**
 * Brings the scene to the server a moment after each change, and keeps it on this device until the server has it.
 *
 * Each save carries what it is based on, so that the server can join it with what somebody else saved meanwhile.
 * Where both changed the same thing, nothing more is sent until a person has decided.
 */

import { withValue } from "./paths.js";

const PAUSE_MS = 900;
const LONGEST_PAUSE_MS = 30_000;

/** @typedef {"saved" | "waiting" | "sending" | "offline" | "conflict" | "refused"} State */

export class Keeper {
  #base;
  #now;
  #deps;
  #timer = null;
  #retryMs = PAUSE_MS;
  #isSending = false;
  #isHeld = false;

  /** @type {{path: string, theirs: any, yours: any}[]} what a person has to decide. */
  conflicts = [];
  /** @type {State} */
  state = "saved";

  /**
   * @param {Object | null} base the scene as the server has it.
   * @param {{send: (body: Object) => Promise<Object>, shelf: {keep: Function, clear: Function}, tell: (state: State,
   *   message?: string) => void, adopt: (record: Object | null) => void, wait?: Function, stop?: Function}} deps
   *   send: throws when there is no connection; answers {scene, conflicts} or {refused}.
   */
  constructor(base, deps) {
    [this.#base, this.#now] = [base, base];
    this.#deps = { wait: (act, ms) => setTimeout(act, ms), stop: (timer) => clearTimeout(timer), ...deps };
  }

  /** Go on with what this device kept when the page was left. */
  restore({ base, now }) {
    this.#base = base;
    this.change(now);
  }

  change(record) {
    this.#now = record;
    if (isSame(record, this.#base) && !this.#isSending && !this.#isHeld) return this.#rest();
    this.#deps.shelf.keep({ base: this.#base, now: record });
    if (this.#isHeld) return;
    if (!this.#isSending) this.#say("waiting");
    this.#later(PAUSE_MS);
  }

  /** Send at once what waits. */
  async flush() {
    if (this.#isSending || this.#isHeld || isSame(this.#now, this.#base)) return;
    const sent = this.#now;
    this.#isSending = true;
    this.#say("sending");
    const answer = await this.#deps.send({ base: this.#base, scene: sent }).catch(() => null);
    this.#isSending = false;
    if (!answer) this.#tryAgain();
    else if (answer.refused) this.#say("refused", answer.refused);
    else this.#take(answer, sent);
  }

  /** Settle a conflict; the value that was chosen is in the scene already. */
  settle(path) {
    this.conflicts = this.conflicts.filter((one) => one.path !== path);
    if (this.conflicts.length) return;
    this.#isHeld = false;
    this.change(this.#now);
    this.flush();
  }

  #take({ scene, conflicts = [] }, sent) {
    this.#retryMs = PAUSE_MS;
    this.conflicts = [...this.conflicts, ...conflicts];
    if (!isSame(this.#now, sent)) return this.#follow(sent);
    this.#base = scene;
    const joined = this.conflicts.reduce((all, { path, yours }) => withValue(all, path, yours), scene);
    this.#now = joined;
    this.#isHeld = this.conflicts.length > 0;
    if (!isSame(joined, sent)) this.#deps.adopt(joined);
    if (!this.#isHeld) return this.#rest();
    this.#deps.shelf.keep({ base: scene, now: joined });
    this.#say("conflict");
  }

  /** There were changes while the answer came: they are sent next, based on what the server took. */
  #follow(sent) {
    this.#base = sent;
    this.#deps.shelf.keep({ base: sent, now: this.#now });
    this.#say("waiting");
    this.#later(PAUSE_MS);
  }

  #tryAgain() {
    this.#say("offline");
    this.#later(this.#retryMs);
    this.#retryMs = Math.min(2 * this.#retryMs, LONGEST_PAUSE_MS);
  }

  #rest() {
    this.#deps.stop(this.#timer);
    this.#deps.shelf.clear();
    this.#say("saved");
  }

  #later(ms) {
    this.#deps.stop(this.#timer);
    this.#timer = this.#deps.wait(() => this.flush(), ms);
  }

  #say(state, message) {
    this.state = state;
    this.#deps.tell(state, message);
  }
}

function isSame(one, other) {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

/** The order of keys is not part of a scene. */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
}
