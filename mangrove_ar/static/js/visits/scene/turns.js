/** Reads touch, mouse and keys as turns of the 3D view. */

/** Radians for a pixel of dragging: a finger across a phone turns the scene by half a turn. */
const TURN_PER_PX = 0.009;
const KEY_STEP = 0.2;
const CLOSER = 0.85;

const KEYS = {
  ArrowLeft: { turn: -KEY_STEP },
  ArrowRight: { turn: KEY_STEP },
  ArrowUp: { rise: KEY_STEP },
  ArrowDown: { rise: -KEY_STEP },
  "+": { zoom: CLOSER },
  "=": { zoom: CLOSER },
  "-": { zoom: 1 / CLOSER },
};

/**
 * Tell each turn that the visitor makes on an element.
 *
 * @param {HTMLElement} box can have the focus; its CSS leaves vertical swipes to the page.
 * @param {(change: {turn?: number, rise?: number, zoom?: number}) => void} turn
 * @returns {() => void} stop listening.
 */
export function listenForTurns(box, turn) {
  const listening = new AbortController();
  const on = (kind, listener) => box.addEventListener(kind, listener, { signal: listening.signal });
  const isOnButton = (event) => event.target.closest("button, .scene-panel") !== null;
  on("pointerdown", (event) => isOnButton(event) || box.setPointerCapture(event.pointerId));
  on("pointermove", (event) => {
    if (box.hasPointerCapture(event.pointerId)) turn(drag(event));
  });
  on("keydown", (event) => {
    if (!(event.key in KEYS) || isOnButton(event)) return;
    event.preventDefault();
    turn(KEYS[event.key]);
  });
  return () => listening.abort();
}

/** Dragging moves the scene under the finger, so the eye goes the other way. */
function drag({ movementX, movementY }) {
  return { turn: -movementX * TURN_PER_PX, rise: movementY * TURN_PER_PX };
}
