// The patrol page comes to life: the camera types the code into the form that is there for hands.

import { Unavailable } from "../visits/scene/ladder.js";
import { scan } from "./scanner.js";

/**
 * @param {HTMLElement} root holds [data-scan-form], [data-scan-start], [data-scan-stop], [data-scan-view] with a video,
 *   [data-scan-state] and the page's words
 */
export function mount(root, { look = scan, isReachable = answers, vibrate = () => navigator.vibrate?.(100) } = {}) {
  const strings = JSON.parse(root.querySelector("[data-strings=patrol]").textContent);
  const [form, start, stop, view, state] = ["form", "start", "stop", "view", "state"].map((name) =>
    root.querySelector(`[data-scan-${name}]`),
  );
  const say = (key) => (state.textContent = strings[key] ?? strings.camera_busy);
  let stopper = new AbortController();

  start.hidden = false;
  start.addEventListener("click", async () => {
    stopper = new AbortController();
    show(true);
    try {
      const text = await look(view.querySelector("video"), { signal: stopper.signal, say });
      if (text === null) return say("stopped");
      vibrate();
      await send(text);
    } catch (trouble) {
      say(trouble instanceof Unavailable ? trouble.reason : "camera_busy");
      // A browser that does not play the camera's picture says so with its own kind of error; all others are our faults.
      if (!(trouble instanceof Unavailable || trouble instanceof DOMException)) throw trouble;
    } finally {
      show(false);
    }
  });
  stop.addEventListener("click", () => stopper.abort());
  document.addEventListener("visibilitychange", () => document.hidden && stopper.abort());

  function show(isLooking) {
    view.hidden = !isLooking;
    start.hidden = isLooking;
    (isLooking ? stop : start).focus();
  }

  /** Out there a page that cannot be loaded would take the list away; then the code waits in its field. */
  async function send(text) {
    form.elements.text.value = text;
    say("read");
    if (await isReachable(form.action)) form.submit();
    else say("no_signal");
  }
}

async function answers(address) {
  const answer = await fetch(address, { method: "HEAD" }).catch(() => null);
  return answer !== null;
}
