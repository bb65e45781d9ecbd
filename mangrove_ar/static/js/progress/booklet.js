// The booklet: filled from the phone's own memory, so that it shows without signal.

import { flushWhenPossible, openOutbox } from "./outbox.js";
import { countStamps, sentenceFor, stampsOf, troubleOf } from "./stamps.js";

/** @param {HTMLElement} root holds a list item for each station, [data-booklet], [data-outbox-state], [data-delete] */
export async function mount(root, { outbox = openOutbox(), confirm = globalThis.confirm } = {}) {
  const strings = JSON.parse(root.querySelector("[data-strings=booklet]").textContent);
  const show = () => fill(root, outbox, strings);
  mountDelete(root, outbox, strings, confirm, show);
  flushWhenPossible(outbox, show);
  try {
    await show();
  } catch (trouble) {
    root.querySelector("[data-outbox-state]").textContent = strings[troubleOf(trouble)];
    return;
  }
  await outbox.flush().then(show, () => {});
}

async function fill(root, outbox, strings) {
  const events = await outbox.events();
  const stamps = stampsOf(events);
  const items = [...root.querySelectorAll("li[data-station]")];
  for (const item of items) {
    const stamp = stamps.get(item.dataset.station);
    item.toggleAttribute("data-stamped", Boolean(stamp?.stamped));
    item.querySelector("[data-state]").textContent = describe(stamp, Number(item.dataset.correct), strings);
  }
  const count = countStamps(events);
  root.querySelector("[data-booklet]").textContent = strings.stamps
    .replace("{stamps}", count)
    .replace("{total}", items.length);
  root.querySelector("[data-outbox-state]").textContent = sentence(events, count, items.length, await outbox.state(), strings);
}

function describe(stamp, correct, strings) {
  if (!stamp) return strings.empty;
  const said = [];
  if (stamp.stamped) said.push(strings.stamped);
  if (stamp.seen) said.push(strings.seen);
  if (stamp.choice !== null) said.push(stamp.choice === correct ? strings.answered_right : strings.answered_wrong);
  return said.join(" · ");
}

function sentence(events, count, total, state, strings) {
  if (events.length === 0 && state.refused === 0) return strings.nothing;
  const where = strings[sentenceFor(state)];
  return count === total ? `${strings.complete} ${where}` : where;
}

function mountDelete(root, outbox, strings, confirm, show) {
  const button = root.querySelector("[data-delete]");
  const said = root.querySelector("[data-delete-state]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (!confirm(strings.confirm_delete)) return;
    try {
      await outbox.forget();
      said.textContent = strings.deleted;
      await show();
    } catch {
      said.textContent = strings.delete_failed;
    }
  });
}
