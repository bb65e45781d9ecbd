// A station's page comes to life: the scan is kept, the answer judged and kept, the booklet counted.

import { flushWhenPossible, openOutbox } from "../progress/outbox.js";
import { countStamps, sentenceFor, stampsOf, troubleOf } from "../progress/stamps.js";
import { mountQuestion } from "./question.js";

const ONE_DAY_MS = 24 * 3600 * 1000;

/**
 * @param {HTMLElement} root carries data-station, data-code when the plaque was scanned, and data-question
 */
export async function mount(root, { outbox = openOutbox(), now = () => new Date() } = {}) {
  const { station, code, question } = root.dataset;
  const strings = JSON.parse(root.querySelector("[data-strings=station]").textContent);
  const show = () => showBooklet(root, outbox, strings, station);
  const keep = async (happening) => {
    if (!code) return; // Read away from the plaque: nothing is collected.
    try {
      await outbox.add(station, { code, ...happening });
    } catch (trouble) {
      root.querySelector("[data-outbox-state]").textContent = strings[troubleOf(trouble)];
      return;
    }
    await show();
    await outbox.flush().then(show, () => {});
  };

  mountQuestion(root, strings, (choice) => keep({ kind: "question_answered", question, choice }));
  root.addEventListener("scene:shown", async (event) => {
    const seen = await outbox.events().catch(() => []);
    const isFirst = !seen.some((known) => known.kind === "scene_shown" && known.station === station);
    if (isFirst) await keep({ kind: "scene_shown", mode: event.detail.mode });
  });
  flushWhenPossible(outbox, show);
  if (code && !(await openedLately(outbox, station, now()))) await keep({ kind: "station_opened" });
  else await outbox.flush().then(show, show);
}

/** A page that is loaded again on the same day is the same visit. */
async function openedLately(outbox, station, now) {
  const events = await outbox.events().catch(() => []);
  return events.some(
    (event) =>
      event.kind === "station_opened" && event.station === station && now - new Date(event.occurred_at) < ONE_DAY_MS,
  );
}

async function showBooklet(root, outbox, strings, station) {
  const events = await outbox.events();
  const total = root.querySelector("[data-booklet]").dataset.total;
  const hasStamp = stampsOf(events).get(station)?.stamped;
  root.querySelector("[data-booklet]").textContent = fill(strings.stamps, { stamps: countStamps(events), total });
  const sentences = [hasStamp ? strings.collected : strings.not_collected];
  const state = await outbox.state();
  if (events.length > 0 || state.refused > 0) sentences.push(strings[sentenceFor(state)]);
  root.querySelector("[data-outbox-state]").textContent = sentences.join(" ");
}

function fill(pattern, values) {
  return pattern.replace(/\{(\w+)\}/g, (_whole, name) => String(values[name]));
}
