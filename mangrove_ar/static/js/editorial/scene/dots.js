/** The hotspots on the stage: numbered as visitors see them, and marked where one is hidden or off its model. */

import { button } from "../../visits/scene/dom.js";
import { cornersOf } from "./corners.js";
import { carrierOf } from "./edits.js";
import { toWorld } from "./placing.js";
import { isStray } from "./stray.js";

/** So long after the eye came to rest it is looked which points are hidden: it costs a moment for each. */
const REST_MS = 250;

/**
 * @param {{desk: import("./desk.js").Desk, table: import("./table.js").Table, figures: import("./figures.js").Figures,
 *   box: HTMLElement, strings: Object, onFlags: (flags: Map<number, {isStray: boolean, isHidden: boolean}>) => void}} parts
 * @returns {{show: () => void, place: () => void, look: () => void, hide: (isHidden: boolean) => void}}
 */
export function makeDots({ desk, table, figures, box, strings, onFlags }) {
  const dots = new Map();
  const flags = new Map();
  let [timer, areOff] = [0, false];

  const carrier = (spot) => carrierOf(desk.scene, spot.model);
  const pointOf = (spot) => toWorld(spot.position_m, carrier(spot));

  function show() {
    const spots = desk.scene.hotspots;
    for (const [id, dot] of dots) if (!desk.find("hotspots", id)) dots.delete(id) && dot.remove();
    spots.forEach((spot, index) => {
      const dot = dots.get(spot.id) ?? begin(spot.id);
      dot.textContent = String(index + 1);
      dot.setAttribute("aria-label", `${index + 1}. ${nameOf(spot, strings)}`);
      dot.classList.toggle("dot-chosen", desk.chosen?.list === "hotspots" && desk.chosen.id === spot.id);
    });
    look();
  }

  function begin(id) {
    const dot = button("", () => desk.choose("hotspots", id), { class: "scene-hotspot stage-dot" });
    dots.set(id, dot);
    box.append(dot);
    return dot;
  }

  function place() {
    for (const spot of desk.scene.hotspots) {
      const dot = dots.get(spot.id);
      if (!dot) continue;
      const seen = areOff || !carrier(spot) ? null : table.seen(pointOf(spot));
      dot.hidden = seen === null;
      if (seen) dot.style.transform = `translate(${seen.x.toFixed(1)}px, ${seen.y.toFixed(1)}px) translate(-50%, -50%)`;
    }
  }

  function look() {
    clearTimeout(timer);
    timer = setTimeout(flagAll, REST_MS);
  }

  function flagAll() {
    flags.clear();
    for (const spot of desk.scene.hotspots) {
      const figure = figures.of(carrier(spot)?.id);
      if (figure?.state !== "ready") continue;
      const flag = { isStray: isOff(spot, figure), isHidden: table.isHidden(pointOf(spot), figures.ready) };
      flags.set(spot.id, flag);
      dots.get(spot.id)?.classList.toggle("dot-hidden", flag.isHidden);
      dots.get(spot.id)?.classList.toggle("dot-stray", flag.isStray);
    }
    onFlags(flags);
  }

  return {
    show,
    place,
    look,
    hide(isHidden) {
      areOff = isHidden;
      table.wake();
    },
  };
}

/** @param {{title: {th: string, en: string}}} spot */
export function nameOf({ title }, strings) {
  return title[document.documentElement.lang] || strings.hotspots.unnamed;
}

function isOff({ position_m: point }, figure) {
  const { min, max } = figure.box;
  return isStray(point, cornersOf(figure), max.distanceTo(min));
}
