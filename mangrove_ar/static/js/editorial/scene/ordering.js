/** Lets a row be dragged by its grip to another place of its list; the buttons beside it do the same. */

import { idOf } from "./rows.js";

/**
 * @param {HTMLElement} place the list.
 * @param {(id: number, to: number) => void} move
 * @param {() => void} end
 */
export function listenForOrder(place, move, end) {
  place.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (!grip) return;
    event.preventDefault();
    const row = grip.closest("[data-row]");
    const follow = ({ clientY }) => {
      const rows = [...place.children];
      const to = placeUnder(rows.map((one) => one.getBoundingClientRect()), clientY);
      if (rows[to] !== row) move(idOf(row), to);
    };
    const leave = () => {
      for (const kind of ["pointerup", "pointercancel"]) removeEventListener(kind, leave);
      removeEventListener("pointermove", follow);
      row.classList.remove("piece-dragged");
      end();
    };
    row.classList.add("piece-dragged");
    // On the window: a row that changes its place in the page loses a captured pointer.
    addEventListener("pointermove", follow);
    for (const kind of ["pointerup", "pointercancel"]) addEventListener(kind, leave);
  });
  // A press on the grip must not open or close the row.
  place.addEventListener("click", (event) => event.target.closest("[data-grip]") && event.stopImmediatePropagation(), true);
}

/**
 * The place in a list that lies under a height of the page: that of the last row whose middle is above it.
 *
 * @param {{top: number, height: number}[]} rows
 */
export function placeUnder(rows, y) {
  const above = rows.filter(({ top, height }) => top + height / 2 < y).length;
  return Math.max(0, Math.min(rows.length - 1, y < (rows[0]?.top ?? 0) + (rows[0]?.height ?? 0) ? 0 : above));
}
