/** The lists beside the stage: a row for each model or hotspot, always saying what the scene says. */

import { FIELDS } from "./fields.js";

export class Rows {
  #list;
  #place;
  #template;
  #empty;
  #desk;
  #describe;
  #rows = new Map();

  /**
   * @param {HTMLElement} root
   * @param {"models" | "hotspots"} list
   * @param {import("./desk.js").Desk} desk
   * @param {(row: HTMLElement, one: Object, index: number, count: number) => void} describe writes what is not a field: name, picture.
   */
  constructor(root, list, desk, describe) {
    [this.#list, this.#desk, this.#describe] = [list, desk, describe];
    this.#place = root.querySelector(`[data-list=${list}]`);
    this.#template = root.querySelector(`[data-template=${list}]`);
    this.#empty = root.querySelector(`[data-empty=${list}]`);
    this.#place.replaceChildren(); // The server's rows say the same; from here on they are made from the template.
    this.#place.addEventListener("input", (event) => this.#type(event));
    this.#place.addEventListener("change", (event) => this.#leave(event));
    this.#place.addEventListener("click", (event) => this.#open(event));
  }

  /** Bring rows and fields in step with the scene; the field that somebody types into is left alone. */
  show() {
    const items = this.#desk.scene[this.#list];
    for (const [id, row] of this.#rows) if (!items.some((one) => one.id === id)) this.#rows.delete(id) && row.remove();
    items.forEach((one, index) => {
      const row = this.#rows.get(one.id) ?? this.#begin(one.id);
      if (this.#place.children[index] !== row) this.#place.insertBefore(row, this.#place.children[index] ?? null);
      this.#describe(row, one, index, items.length);
      this.#fill(row, one);
    });
    this.#empty.hidden = items.length > 0;
    this.showChoice();
  }

  showChoice() {
    const { chosen } = this.#desk;
    for (const [id, row] of this.#rows) {
      const isChosen = chosen?.list === this.#list && chosen.id === id;
      row.classList.toggle("piece-chosen", isChosen);
      row.firstElementChild.open = isChosen;
    }
  }

  /** @returns {HTMLElement | undefined} */
  of(id) {
    return this.#rows.get(id);
  }

  #begin(id) {
    const row = this.#template.content.firstElementChild.cloneNode(true);
    row.dataset.id = id;
    for (const hidden of row.querySelectorAll("[data-needs-stage]")) hidden.hidden = false;
    this.#rows.set(id, row);
    return row;
  }

  #fill(row, one) {
    for (const [name, { show }] of Object.entries(FIELDS[this.#list])) {
      const field = row.querySelector(`[data-field="${name}"]`);
      const value = show(one);
      if (field !== document.activeElement && field.value !== value) field.value = value;
    }
  }

  #type({ target }) {
    const kind = FIELDS[this.#list][target.dataset.field];
    const one = kind && this.#desk.find(this.#list, idOf(target));
    if (!one) return;
    const next = kind.type(this.#desk.scene, this.#list, one, target.value);
    const isUnread = next === this.#desk.scene && kind.show(one) !== target.value;
    target.setAttribute("aria-invalid", String(isUnread));
    this.#desk.apply(next, `${target.dataset.field} ${one.id}`);
  }

  #leave({ target }) {
    const one = this.#desk.find(this.#list, idOf(target));
    const kind = FIELDS[this.#list][target.dataset.field];
    if (one && kind) target.value = kind.show(one); // A half-typed number gives way to the one that counts.
    target.removeAttribute("aria-invalid");
    this.#desk.seal();
  }

  #open(event) {
    const summary = event.target.closest("summary");
    if (!summary || summary.parentElement.parentElement.dataset.row !== this.#list) return;
    event.preventDefault();
    const id = idOf(summary);
    if (summary.parentElement.open) this.#desk.chooseNothing();
    else this.#desk.choose(this.#list, id);
  }
}

/** @param {HTMLElement} part of a row. */
export function idOf(part) {
  return Number(part.closest("[data-row]").dataset.id);
}
