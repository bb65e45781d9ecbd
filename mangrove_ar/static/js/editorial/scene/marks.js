/** What shows the chosen model on the stage: a disc under it, and a knob on the disc's rim that turns it. */

import { CircleGeometry, Group, Mesh, MeshBasicMaterial } from "../../../vendor/three/three.js";
import { element } from "../../visits/scene/dom.js";
import { bearing, onLevel } from "./placing.js";

const SUN = 0xf5b81f;
const INK = 0x0a2a20;
const LEAST_RADIUS_M = 0.012;
const RIM_M = 0.0012;
const KNOB_STEP_DEG = 5;
const DEG = Math.PI / 180;

/**
 * @param {{table: import("./table.js").Table, box: HTMLElement, turnTo: (degrees: number) => void, end: () => void,
 *   strings: Object}} parts
 * @returns {{show: (placed: Object | undefined, figure: Object | undefined) => void, place: () => void}}
 */
export function makeMarks({ table, box, turnTo, end, strings }) {
  const disc = new Group();
  disc.add(circle(INK, 1, -2), circle(SUN, 0.85, -1.5));
  disc.visible = false;
  table.world.add(disc);
  const knob = makeKnob(strings);
  box.append(knob);
  let [placed, radius] = [null, 0];

  knob.addEventListener("pointerdown", (event) => knob.setPointerCapture(event.pointerId));
  knob.addEventListener("pointermove", (event) => {
    if (!knob.hasPointerCapture(event.pointerId)) return;
    const { left, top } = table.canvas.getBoundingClientRect();
    const { origin, direction } = table.ray({ x: event.clientX - left, y: event.clientY - top });
    const under = onLevel(origin, direction, placed.position_m[1]);
    if (under) turnTo(bearing(placed.position_m, under));
  });
  knob.addEventListener("lostpointercapture", end);
  knob.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    turnTo(placed.turn_deg + step * KNOB_STEP_DEG);
    end();
  });

  function place() {
    if (!placed) return;
    const [x, y, z] = placed.position_m;
    const [sin, cos] = [Math.sin(placed.turn_deg * DEG), Math.cos(placed.turn_deg * DEG)];
    const seen = table.seen([x + radius * sin, y, z + radius * cos]);
    knob.hidden = !seen;
    if (seen) knob.style.transform = `translate(${seen.x.toFixed(1)}px, ${seen.y.toFixed(1)}px) translate(-50%, -50%)`;
  }

  return {
    place,
    show(chosen, figure) {
      placed = figure?.box ? chosen : null;
      disc.visible = Boolean(placed);
      knob.hidden = !placed;
      if (!placed) return table.wake();
      radius = Math.max(LEAST_RADIUS_M, footOf(figure.box) * placed.scale);
      disc.position.set(...placed.position_m);
      disc.children.forEach((one, index) => one.scale.setScalar(radius + (index === 0 ? RIM_M : 0)));
      tell(knob, placed.turn_deg, strings);
      place(); // At once: until the next frame a slow machine would show the knob where it last was.
      table.wake();
    },
  };
}

function makeKnob(strings) {
  const attributes = { role: "slider", tabindex: "0", "aria-label": strings.stage.knob, "aria-valuemin": "0", "aria-valuemax": "360" };
  const made = element("div", { class: "stage-knob", text: "↻", attributes });
  made.hidden = true;
  return made;
}

function tell(knob, degrees, strings) {
  knob.setAttribute("aria-valuenow", String(Math.round(degrees)));
  knob.setAttribute("aria-valuetext", strings.stage.degrees.replace("{degrees}", String(degrees)));
}

function footOf({ min, max }) {
  return 0.56 * Math.max(max.x - min.x, max.z - min.z);
}

function circle(color, opacity, order) {
  const look = { color, transparent: true, opacity, depthWrite: false };
  const made = new Mesh(new CircleGeometry(1, 64), new MeshBasicMaterial(look));
  made.rotation.x = -Math.PI / 2;
  made.renderOrder = order;
  return made;
}
