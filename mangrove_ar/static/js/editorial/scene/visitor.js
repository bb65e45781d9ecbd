/** Shows the scene as visitors see it: the plaque tilted as it stands, moving models, their hotspots and words. */

import { element } from "../../visits/scene/dom.js";
import { mountHotspots } from "../../visits/scene/hotspots.js";
import { carrierOf } from "./edits.js";

/**
 * @param {{desk: import("./desk.js").Desk, table: import("./table.js").Table, figures: import("./figures.js").Figures,
 *   box: HTMLElement, tiltDeg: number, strings: Object}} parts strings: those of the visitors' scene.
 * @returns {{place: (frame: Object) => void, stop: () => void}}
 */
export function showAsVisitor({ desk, table, figures, box, tiltDeg, strings }) {
  const layer = element("div", { class: "visitor-layer" });
  box.append(layer);
  const standing = new Map(figures.ready.map((figure) => [figure.slug, figures.of(carrierOf(desk.scene, figure.slug).id)?.group]));
  const seen = desk.scene.hotspots.filter(({ model }) => standing.get(model));
  const hotspots = mountHotspots({
    layer,
    manifest: { hotspots: seen },
    stage: { camera: table.camera, models: standing },
    language: document.documentElement.lang,
    strings,
  });
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  table.plaque.stand(tiltDeg);
  table.isPlaying = figures.canMove && !isStill;
  table.wake();
  return {
    place: hotspots.place,
    stop() {
      layer.remove();
      table.plaque.lieFlat();
      table.isPlaying = false;
      figures.rest();
      table.wake();
    },
  };
}
