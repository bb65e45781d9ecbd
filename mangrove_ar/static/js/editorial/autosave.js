/** Save while somebody writes: soon after a pause, again after a failure, and never two at a time. */

export const PAUSE_MS = 1_500;
export const KEEP_PAUSE_MS = 300;
const FIRST_RETRY_MS = 3_000;
const MOST_RETRY_MS = 60_000;
const TRY_AGAIN = ["offline", "not_saved", "signed_out", "other_person"];

/**
 * What became of a save: `saved`, `conflict`, or why not: `offline`, `not_saved`, `signed_out`, `other_person`,
 * `forbidden`, `refused`.
 * @typedef {{outcome: string, base?: string, reason?: string, answer?: object}} Sent
 */

/**
 * @param {{
 *   base: string,
 *   began: [string, string][], what the server showed: the rest is news, however early it was typed
 *   read: () => [string, string][],
 *   send: (words: {base: string, fields: [string, string][]}) => Promise<Sent>,
 *   keeping: ReturnType<typeof import("./keeping.js").openKeeping>,
 *   say: (state: string, details?: Sent & {isKept?: boolean}) => void,
 *   wait?: typeof setTimeout, cancel?: typeof clearTimeout,
 * }} options
 */
export function openAutosave({ base, began, read, send, keeping, say, wait = setTimeout, cancel = clearTimeout }) {
  let acknowledged = JSON.stringify(began);
  let disputed = false; // The server has the rest; what two people changed waits for a decision.
  let running = null;
  let hasFailed = false;
  let retryMs = FIRST_RETRY_MS;
  const timers = {};

  const hasNews = () => JSON.stringify(read()) !== acknowledged;
  const isUnsent = () => disputed || hasNews();
  const keep = () => keeping.keep({ base, fields: read() });
  const after = (name, ms, act) => {
    cancel(timers[name]);
    timers[name] = wait(act, ms);
  };

  async function round() {
    for (;;) {
      const fields = read();
      const sent = JSON.stringify(fields);
      if (sent === acknowledged && !disputed) {
        keeping.forget();
        say("saved", {});
        return "saved";
      }
      if (!hasFailed) say("saving"); // Who was told of trouble hears again when it is over, not at every try.
      const reply = await send({ base, fields });
      if (reply.outcome !== "saved" && reply.outcome !== "conflict") return failed(reply);
      hasFailed = false;
      retryMs = FIRST_RETRY_MS;
      ({ base } = reply);
      acknowledged = sent;
      disputed = reply.outcome === "conflict";
      if (isUnsent()) keep();
      else keeping.forget();
      say(reply.outcome, reply);
      if (JSON.stringify(read()) === sent) return reply.outcome;
    }
  }

  function failed(reply) {
    hasFailed = true;
    say(reply.outcome, { ...reply, isKept: keep() });
    if (TRY_AGAIN.includes(reply.outcome)) {
      after("save", retryMs, save);
      retryMs = Math.min(2 * retryMs, MOST_RETRY_MS);
    }
    return reply.outcome;
  }

  function save() {
    cancel(timers.save);
    running ??= round().finally(() => (running = null));
    return running;
  }

  return {
    /** Something was typed. */
    touched() {
      if (!hasNews()) return;
      after("keep", KEEP_PAUSE_MS, keep);
      if (!running) say("unsaved");
      after("save", PAUSE_MS, save);
    },

    /** Save now; tells what became of it. */
    save,

    /** Keep what was typed on this device, at once. */
    keepNow() {
      cancel(timers.keep);
      if (isUnsent()) keep();
    },

    /** Go on with words that another page kept, and with what that page began with. */
    resume(words) {
      base = words.base;
      acknowledged = "";
    },

    /** The connection is back, or somebody signed in again: do not wait any longer. */
    hurry() {
      retryMs = FIRST_RETRY_MS;
      if (hasNews()) save();
    },

    isUnsent,
    get base() {
      return base;
    },
  };
}
