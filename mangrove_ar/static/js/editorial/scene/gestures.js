/**
 * Reads mouse, pen and fingers on the stage: what is under them is moved, turned or sized; beside it, the eye moves.
 *
 * One finger on a model moves it along the level that it stands on; R held turns it, S held sizes it. Two fingers turn
 * the chosen model and bring the eye closer. On the empty table the eye goes around.
 */

const TAP_PX = 6;
const EYE_PER_PX = 0.009;
const DEGREES_PER_PX = 0.6;
const SIZE_PER_PX = 0.008;
const WHEEL_PER_PX = 0.0015;

/**
 * @param {HTMLElement} box
 * @param {{held: Set<string>, begin: (place: Place, keys: {turns: boolean, sizes: boolean}) => Grip, tap: (place: Place) => void,
 *   look: (change: Object) => void, twist: (degrees: number) => void, end: () => void}} acts
 * @typedef {{x: number, y: number}} Place in CSS pixels from the box's corner.
 * @typedef {"move" | "turn" | "size" | "look"} Grip what this drag does.
 */
export function listenForGestures(box, acts) {
  const fingers = new Map();
  let [grip, start, hasMoved, pair] = [null, null, false, null];
  const on = (kind, listener, options) => box.addEventListener(kind, listener, options);
  const isOnControl = ({ target }) => target.closest("button, a, [role=slider], .scene-panel") !== null;

  on("pointerdown", (event) => {
    if (isOnControl(event) || event.button > 0) return;
    box.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, placeOf(box, event));
    if (fingers.size === 2) return (pair = spanOf(fingers));
    if (fingers.size > 2) return;
    [start, hasMoved, grip] = [placeOf(box, event), false, null];
  });

  on("pointermove", (event) => {
    if (!fingers.has(event.pointerId)) return;
    const [before, place] = [fingers.get(event.pointerId), placeOf(box, event)];
    fingers.set(event.pointerId, place);
    if (fingers.size >= 2) return followPair();
    if (pair || (!hasMoved && distance(start, place) < TAP_PX)) return;
    if (!hasMoved) grip = acts.begin(start, { turns: acts.held.has("r"), sizes: acts.held.has("s") });
    hasMoved = true;
    drag(grip, place, { x: place.x - before.x, y: place.y - before.y });
  });

  const lift = (event) => {
    if (!fingers.delete(event.pointerId)) return;
    if (fingers.size > 0) return;
    if (!hasMoved && !pair && event.type === "pointerup") acts.tap(start);
    [pair, grip] = [null, null];
    acts.end();
  };
  on("pointerup", lift);
  on("pointercancel", lift);
  on(
    "wheel",
    (event) => {
      if (document.activeElement !== box) return; // Whoever scrolls the page past the stage does not mean the stage.
      event.preventDefault();
      acts.look({ zoom: Math.exp(event.deltaY * WHEEL_PER_PX) });
    },
    { passive: false },
  );

  function drag(kind, place, { x, y }) {
    if (kind === "move") acts.move(place);
    else if (kind === "turn") acts.twist(x * DEGREES_PER_PX);
    else if (kind === "size") acts.size(Math.exp(-y * SIZE_PER_PX));
    else acts.look({ turn: -x * EYE_PER_PX, rise: y * EYE_PER_PX });
  }

  function followPair() {
    const now = spanOf(fingers);
    if (!pair) return;
    hasMoved = true;
    acts.twist(-shortWay(now.angle - pair.angle));
    acts.look({ zoom: pair.length / now.length });
    pair = now;
  }
}

function placeOf(box, { clientX, clientY }) {
  const { left, top } = box.getBoundingClientRect();
  return { x: clientX - left - box.clientLeft, y: clientY - top - box.clientTop };
}

function spanOf(fingers) {
  const [a, b] = [...fingers.values()];
  return { length: Math.max(1, distance(a, b)), angle: (Math.atan2(b.y - a.y, b.x - a.x) * 180) / Math.PI };
}

function distance(a, b) {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function shortWay(degrees) {
  return ((((degrees + 180) % 360) + 360) % 360) - 180;
}
