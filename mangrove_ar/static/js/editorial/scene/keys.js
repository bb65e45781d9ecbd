/** The stage's keys: they act while the stage has the focus, but for undo and redo, which act on the whole page. */

const EYE_STEP = 0.2;
const CLOSER = 0.85;
const LOOKS = {
  ArrowLeft: { turn: -EYE_STEP },
  ArrowRight: { turn: EYE_STEP },
  ArrowUp: { rise: EYE_STEP },
  ArrowDown: { rise: -EYE_STEP },
};

/**
 * @param {HTMLElement} page undo and redo are heard here.
 * @param {HTMLElement} box
 * @param {Object} acts nudge(key, isFar), look, twist, size, lift, remove, duplicate, escape, undo, redo, hasModel().
 * @returns {Set<string>} small letters that are held down at this moment.
 */
export function listenForKeys(page, box, acts) {
  const held = new Set();
  page.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const act = { z: event.shiftKey ? acts.redo : acts.undo, y: acts.redo }[event.key.toLowerCase()];
    // In a text field the browser undoes the letters that were just typed.
    if (act && !event.target.matches("textarea, input[type=text]")) run(event, act);
  });
  box.addEventListener("keydown", (event) => {
    if (event.target !== box) return;
    held.add(event.key.toLowerCase());
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() === "d" && acts.hasModel()) run(event, acts.duplicate);
      return;
    }
    const act = actOf(event, acts);
    if (act) run(event, act);
  });
  box.addEventListener("keyup", (event) => held.delete(event.key.toLowerCase()));
  box.addEventListener("blur", () => held.clear());
  return held;
}

function actOf({ key, shiftKey }, acts) {
  if (key === "Escape") return acts.escape;
  if (key === "+" || key === "=") return () => acts.look({ zoom: CLOSER });
  if (key === "-") return () => acts.look({ zoom: 1 / CLOSER });
  if (!acts.hasModel()) return LOOKS[key] && (() => acts.look(LOOKS[key]));
  if (LOOKS[key]) return () => acts.nudge(key, shiftKey);
  const steps = {
    "[": () => acts.twist(-5),
    "]": () => acts.twist(5),
    ",": () => acts.size(1 / 1.05),
    ".": () => acts.size(1.05),
    PageUp: () => acts.lift(0.001),
    PageDown: () => acts.lift(-0.001),
    Delete: acts.remove,
    Backspace: acts.remove,
  };
  return steps[key];
}

function run(event, act) {
  event.preventDefault();
  act();
}
