/** What is being edited: the scene with its history, and what of it is chosen. Everything on the page follows it. */

import { counter, fromRecord, toRecord } from "./edits.js";
import { openHistory } from "./history.js";

/** Tells "change" when the scene is another one, and "choice" when something else is chosen. */
export class Desk extends EventTarget {
  #newId = counter();
  #history;
  #chosen = null;

  /** @param {Object | null} record the scene as the record has it. */
  constructor(record) {
    super();
    this.#history = openHistory(fromRecord(record, this.#newId));
  }

  get scene() {
    return this.#history.now;
  }

  get record() {
    return toRecord(this.scene);
  }

  get canUndo() {
    return this.#history.canUndo;
  }

  get canRedo() {
    return this.#history.canRedo;
  }

  /** @returns {{list: "models" | "hotspots", id: number} | null} */
  get chosen() {
    return this.#chosen;
  }

  /** @returns {import("./edits.js").Placed | undefined} the model that is chosen, or that carries the chosen hotspot. */
  get placed() {
    return this.#chosen?.list === "models" ? this.find("models", this.#chosen.id) : undefined;
  }

  find(list, id) {
    return this.scene[list].find((one) => one.id === id);
  }

  newId() {
    return this.#newId();
  }

  /** @param {string | null} [key] changes in a row with the same key are undone together. */
  apply(next, key = null) {
    if (next === this.scene) return;
    this.#history.push(next, key);
    this.#tellChange();
  }

  seal() {
    this.#history.seal();
  }

  undo() {
    this.#history.undo();
    this.#tellChange();
  }

  redo() {
    this.#history.redo();
    this.#tellChange();
  }

  choose(list, id) {
    if (this.#chosen?.list === list && this.#chosen.id === id) return;
    this.#chosen = { list, id };
    this.#tell("choice");
  }

  chooseNothing() {
    if (!this.#chosen) return;
    this.#chosen = null;
    this.#tell("choice");
  }

  /** Take what the server has made of the scene; as somebody else had a hand in it, the steps until here are over. */
  adopt(record) {
    const other = fromRecord(record, this.#newId);
    for (const list of ["models", "hotspots"]) keepIds(this.scene[list], other[list]);
    this.#history.restart(other);
    this.#tellChange();
  }

  #tellChange() {
    if (this.#chosen && !this.find(this.#chosen.list, this.#chosen.id)) this.chooseNothing();
    this.#tell("change");
  }

  #tell(what) {
    this.dispatchEvent(new Event(what));
  }
}

/** Rows and models of the page stay where they are if the list is as long as before. */
function keepIds(former, other) {
  if (former.length === other.length) other.forEach((one, index) => (one.id = former[index].id));
}
