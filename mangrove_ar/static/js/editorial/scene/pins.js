/** Puts hotspots on models: the next click on one says where. */

import { added, changed } from "./edits.js";
import { rounded, toModel } from "./placing.js";

/**
 * @param {{root: HTMLElement, table: import("./table.js").Table, figures: import("./figures.js").Figures,
 *   desk: import("./desk.js").Desk, handling: import("./handling.js").Handling, box: HTMLElement, strings: Object,
 *   hint: (words: string) => void}} parts
 * @param {(isOn: boolean) => void} tell
 */
export function makePins({ root, table, figures, desk, handling, box, strings, hint }, tell) {
  let [isOn, moves] = [false, null];

  /** @param {number | null} id of a hotspot that gets another place; null makes a new one. */
  function start(id = null) {
    [isOn, moves] = [true, id];
    box.classList.add("stage-pinning");
    hint(strings.hints.hotspot);
    box.focus();
    tell(true);
  }

  function stop() {
    if (!isOn) return;
    isOn = false;
    box.classList.remove("stage-pinning");
    hint("");
    tell(false);
  }

  function put(place) {
    const hit = table.hit(place, figures.ready);
    if (!hit) return hint(strings.hints.missed);
    const placed = desk.find("models", hit.id);
    const spot = { model: placed.model, position_m: toModel(hit.point, placed).map(rounded) };
    const id = moves ?? desk.newId();
    if (moves === null) desk.apply(added(desk.scene, "hotspots", { id, ...spot, title: { th: "", en: "" }, text: { th: "", en: "" } }));
    else desk.apply(changed(desk.scene, "hotspots", id, spot));
    stop();
    desk.choose("hotspots", id);
    if (handling.hasTwin(hit.id)) hint(strings.hints.twin);
    root.querySelector(`[data-list=hotspots] [data-id="${id}"] [lang=${document.documentElement.lang}]`)?.focus();
  }

  return {
    get isOn() {
      return isOn;
    },
    start,
    stop,
    put,
    toggle: () => (isOn ? stop() : start()),
  };
}
