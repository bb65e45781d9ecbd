/** Ties the desk to the keeper: autosave, what was not saved the last time, conflicts, and a warning before leaving. */

import { makeConflicts } from "./conflicts.js";
import { Keeper } from "./keeper.js";
import { withValue } from "./paths.js";
import { makeSender } from "./sending.js";
import { openShelf } from "./shelf.js";

/**
 * @param {HTMLFormElement} form
 * @param {{desk: import("./desk.js").Desk, base: Object | null, catalogue: Map<string, Object>, strings: Object}} parts
 * @returns {{flush: () => void}}
 */
export function startSaving(form, { desk, base, catalogue, strings }) {
  const shelf = openShelf(form.dataset.shelf);
  const send = makeSender(form.dataset.saveUrl, form.elements.csrf_token.value, strings.save);
  let isAdopting = false;
  const adopt = (record) => {
    isAdopting = true;
    desk.adopt(record);
    isAdopting = false;
  };
  const show = makeConflicts(form.querySelector("[data-conflicts]"), { desk, catalogue, strings, settle });
  const tell = (state, message) => {
    say(form, state, message ?? strings.save[state]);
    show(keeper.conflicts);
  };
  const keeper = new Keeper(base, { send, shelf, tell, adopt });

  function settle({ path, theirs }, takesTheirs) {
    if (takesTheirs) desk.adopt(withValue(desk.record, path, theirs));
    keeper.settle(path);
    show(keeper.conflicts);
  }

  const kept = shelf.kept();
  if (kept && JSON.stringify(kept.now) !== JSON.stringify(base)) {
    adopt(kept.now);
    keeper.restore(kept);
    say(form, "waiting", strings.save.restored);
  } else say(form, "saved", strings.save.saved);

  desk.addEventListener("change", () => isAdopting || keeper.change(desk.record));
  addEventListener("online", () => keeper.flush());
  addEventListener("pagehide", () => keeper.flush());
  addEventListener("beforeunload", (event) => keeper.state === "saved" || event.preventDefault());
  return { flush: () => keeper.flush() };
}

function say(form, state, words) {
  const place = form.querySelector(".save-state");
  place.dataset.state = state;
  place.querySelector("[data-save-words]").textContent = words;
}
