/** The 3D view inside the page: the scene of the manifest, turned by touch, mouse, keys or buttons. */

import { button, element } from "./dom.js";
import { Holding } from "./holding.js";
import { Unavailable } from "./ladder.js";
import { fetchManifest, inLanguage } from "./manifest.js";
import { importStage } from "./runtime.js";
import { Turntable } from "./turntable.js";

const STEP = 0.35;
const CLOSER = 0.8;

/**
 * Show the scene in 3D until `signal` is aborted.
 *
 * @param {HTMLElement} place an empty element of the page.
 * @param {{manifestUrl: string, strings: Object, language: string, signal: AbortSignal, takeFocus: boolean,
 *   onShown: () => void, onClose: () => void, onFail: (error: Error) => void}} journey onFail: the view broke after it
 *   was shown.
 * @throws {Unavailable}
 */
export async function runView(place, journey) {
  const { strings, signal } = journey;
  const held = new Holding(signal);
  const canvas = element("canvas", { class: "scene-canvas" });
  const box = element("div", { class: "scene-view", attributes: { tabindex: "0", role: "group" } }, canvas);
  const wait = element("p", { class: "scene-wait", text: strings.stages.loading, attributes: { role: "status" } });
  place.replaceChildren(box, wait);
  if (journey.takeFocus) box.focus({ preventScroll: true });
  signal.addEventListener("abort", () => {
    held.release();
    place.replaceChildren();
  });
  const manifest = await held.take(fetchManifest(journey.manifestUrl, { signal }));
  const { openStage } = await held.take(importStage());
  const onLost = () => journey.onFail(new Unavailable("webgl_lost"));
  const stage = await held.take(openStage(canvas, manifest, { signal, onLost }), (opened) => opened.close());
  wait.remove();
  describe(box, canvas, manifest, journey);
  const table = held.keep(new Turntable(stage, box, manifest, journey), (made) => made.stop());
  place.append(controls(table, stage, journey));
  journey.onShown();
}

function describe(box, canvas, { models }, { strings, language }) {
  box.setAttribute("aria-label", strings.view_help);
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", models.map(({ alt }) => inLanguage(alt, language)).join(" "));
}

/** Every turn that dragging can do, as a button; and a way to stop what moves. */
function controls(table, stage, { strings, onClose }) {
  const { buttons } = strings;
  const sign = (text, label, change) => button(text, () => table.turn(change), { label, class: "scene-button scene-sign" });
  const bar = element(
    "div",
    { class: "scene-controls" },
    sign("⟲", buttons.turn_left, { turn: -STEP }),
    sign("⟳", buttons.turn_right, { turn: STEP }),
    sign("+", buttons.closer, { zoom: CLOSER }),
    sign("−", buttons.farther, { zoom: 1 / CLOSER }),
  );
  if (stage.canMove) bar.append(motionSwitch(table, buttons));
  bar.append(button(buttons.close_view, onClose));
  return bar;
}

function motionSwitch(table, buttons) {
  const press = () => {
    table.isMoving = !table.isMoving;
    label();
  };
  const made = button("", press);
  const label = () => (made.textContent = table.isMoving ? buttons.pause : buttons.play);
  label();
  return made;
}
