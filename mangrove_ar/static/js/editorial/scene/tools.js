/** The buttons of the stage and of the rows, each tied to what it does. */

import { idOf } from "./rows.js";

/**
 * @param {HTMLElement} root
 * @param {Object<string, () => void>} acts by the name of the tool.
 * @returns {{press: (name: string, isPressed: boolean) => void, allow: (name: string, isAllowed: boolean) => void}}
 */
export function tieTools(root, acts) {
  const buttons = [...root.querySelectorAll("[data-tool]")];
  for (const one of buttons) one.addEventListener("click", () => acts[one.dataset.tool]());
  const named = (name) => buttons.filter(({ dataset }) => dataset.tool === name);
  return {
    press: (name, isPressed) => named(name).forEach((one) => one.setAttribute("aria-pressed", String(isPressed))),
    allow: (name, isAllowed) => named(name).forEach((one) => (one.disabled = !isAllowed)),
  };
}

/**
 * Without this page's script the rows' buttons send the form; with it they act at once.
 *
 * @param {HTMLElement} root
 * @param {Object<string, (list: "models" | "hotspots", id: number) => void>} acts by the button's `data-act`.
 */
export function tieRows(root, acts) {
  root.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-act]");
    const act = pressed && acts[pressed.dataset.act];
    if (!act) return;
    event.preventDefault();
    const row = pressed.closest("[data-row]");
    if (row) act(row.dataset.row, idOf(row));
    else act();
  });
}
