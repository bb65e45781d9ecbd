/** The stage at work: table, figures, marks and dots follow the desk; hands, keys and tools act on it. */

import { element } from "../../visits/scene/dom.js";
import { makeActs } from "./acts.js";
import { modelName } from "./describing.js";
import { makeDots } from "./dots.js";
import { Figures } from "./figures.js";
import { Handling } from "./handling.js";
import { makeMarks } from "./marks.js";
import { Table } from "./table.js";
import { showAsVisitor } from "./visitor.js";

/**
 * @param {{root: HTMLElement, box: HTMLElement, facts: Object, catalogue: Map<string, Object>,
 *   desk: import("./desk.js").Desk, strings: Object, visitorStrings: Object, onFlags: (flags: Map) => void}} parts
 * @returns {Promise<{show: () => void}>} show: bring the stage in step with the desk.
 * @throws {import("../../visits/scene/ladder.js").Unavailable}
 */
export async function openWorkshop({ root, box, facts, catalogue, desk, strings, visitorStrings, onFlags }) {
  const canvas = element("canvas", { class: "stage-canvas", attributes: { role: "img", "aria-label": strings.stage.canvas } });
  box.append(canvas, element("p", { class: "stage-scale", text: strings.stage.width.replace("{mm}", String(Math.round(facts.plaque.width_m * 1000))) }));
  const hint = makeHint(root);
  const onLost = () => hint(strings.stage.no_webgl);
  const table = await Table.open(canvas, facts.plaque, { signal: new AbortController().signal, onLost });
  const figures = new Figures(table.world, catalogue, (figure) => {
    // The row of a model that is not built says so itself.
    if (figure.state === "failed" && catalogue.has(figure.slug)) hint(strings.stage.failed.replace("{name}", modelName(catalogue, figure.slug)));
    canvas.dataset.ready = String(figures.ready.length);
    showMarks();
    dots.look();
  });
  const handling = new Handling({ desk, table, catalogue, plaque: facts.plaque });
  const turnTo = (degrees) => handling.turnTo(degrees);
  const marks = makeMarks({ table, box, turnTo, end: () => handling.end(), strings });
  const dots = makeDots({ desk, table, figures, box, strings, onFlags });
  const visit = { desk, table, figures, box, tiltDeg: facts.plaque.tilt_deg, strings: visitorStrings };
  let visitor = null;

  table.onPlay = (seconds) => figures.play(seconds);
  table.onDrawn = (frame) => {
    if (visitor) return visitor.place(frame);
    marks.place();
    dots.place();
    dots.look();
  };

  function showMarks() {
    const placed = visitor ? undefined : desk.placed;
    marks.show(placed, placed && figures.of(placed.id));
  }

  function seeAsVisitor(isSeen) {
    visitor?.stop();
    visitor = isSeen ? showAsVisitor(visit) : null;
    box.classList.toggle("stage-visited", isSeen);
    dots.hide(isSeen);
    dots.place();
    showMarks();
    hint(isSeen ? strings.hints.visitor.replace("{degrees}", String(facts.plaque.tilt_deg)) : "");
  }

  function show() {
    figures.show(desk.scene.models);
    dots.show();
    if (visitor) seeAsVisitor(true);
    showMarks();
  }

  makeActs({ root, box, table, figures, desk, handling, catalogue, strings, hint, plaque: facts.plaque, seeAsVisitor, isVisited: () => visitor !== null });
  return { show };
}

function makeHint(root) {
  const place = root.querySelector("[data-hint]");
  return (words) => {
    place.textContent = words;
    place.hidden = !words;
  };
}
