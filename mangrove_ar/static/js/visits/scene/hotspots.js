/** Real buttons that follow points of the models, and a panel with the words of the chosen one. */

import { button, element } from "./dom.js";
import { inLanguage } from "./manifest.js";
import { multiply, project } from "./pose.js";
import { spread } from "./spacing.js";

/** Half of a button of 44 px: a hotspot nearer to the edge than this is out of the frame. */
const MARGIN_PX = 22;
/** Nearer to each other, two buttons would be hard to tell apart with a thumb. */
const APART_PX = 38;

/**
 * Put a button for each hotspot over a stage. The page carries the same list as text.
 *
 * @param {{layer: HTMLElement, panelPlace?: HTMLElement, manifest: Object, stage: import("./stage.js").Stage,
 *   language: string, strings: Object}} with layer: covers the canvas; holds the buttons, and the panel too unless it
 *   has its own place.
 * @returns {{place: (frame: {width: number, height: number}) => void, hide: () => void}} place: call after each frame.
 */
export function mountHotspots({ layer, panelPlace = layer, manifest, stage, language, strings }) {
  const panel = makePanel(strings);
  const spots = manifest.hotspots.map((hotspot, index) => {
    const model = stage.models.get(hotspot.model);
    const [number, title] = [String(index + 1), inLanguage(hotspot.title, language)];
    const open = () => panel.show(title, inLanguage(hotspot.text, language), sign);
    // The label begins with what is seen, so that who speaks to the phone can say it.
    const sign = button(number, open, { class: "scene-hotspot", label: `${number}. ${title}` });
    sign.hidden = true;
    return { sign, model, point: hotspot.position_m };
  });
  layer.append(...spots.map(({ sign }) => sign));
  panelPlace.append(panel.box);
  return {
    place: (frame) => placeAll(spots, stage.camera, frame),
    hide: () => spots.forEach(({ sign }) => (sign.hidden = true)),
  };
}

function placeAll(spots, camera, frame) {
  const seenFrom = multiply(camera.projectionMatrix.elements, camera.matrixWorldInverse.elements);
  const shown = [];
  for (const { sign, model, point } of spots) {
    const place = project(multiply(seenFrom, model.matrixWorld.elements), point, frame);
    sign.hidden = place === null || !isInside(place, frame);
    if (!sign.hidden) shown.push({ sign, place });
  }
  const apart = spread(shown.map(({ place }) => place), APART_PX);
  shown.forEach(({ sign }, index) => {
    const { x, y } = apart[index];
    sign.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px) translate(-50%, -50%)`;
  });
}

function isInside({ x, y }, { width, height }) {
  return x > MARGIN_PX && x < width - MARGIN_PX && y > MARGIN_PX && y < height - MARGIN_PX;
}

function makePanel(strings) {
  let opener = null;
  const title = element("h3", { class: "scene-panel-title", attributes: { tabindex: "-1" } });
  const text = element("p");
  const close = () => {
    box.hidden = true;
    if (opener && !opener.hidden) opener.focus();
  };
  const box = element("div", { class: "scene-panel" }, title, text, button(strings.buttons.close_text, close));
  box.hidden = true;
  return {
    box,
    show(titleText, bodyText, from) {
      [title.textContent, text.textContent, opener] = [titleText, bodyText, from];
      box.hidden = false;
      title.focus();
    },
  };
}
