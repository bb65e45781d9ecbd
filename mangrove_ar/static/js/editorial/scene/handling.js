/** What hands do to the chosen model: moved, turned, sized, copied, taken away. Each drag or key is one step to undo. */

import { carrierOf, changed, duplicated, removed } from "./edits.js";
import { fitted, nudged, onLevel, rounded, snapped, wholeTurn, withinReach } from "./placing.js";

const SNAP_M = 0.005;
/** As fine as the numbers beside the stage show it. */
const FINE_M = 0.0001;
const SNAP_DEG = 15;
const NUDGE_M = 0.001;
const SMALLEST = 1e-5;

export class Handling {
  isSnapping = false;
  #desk;
  #table;
  #catalogue;
  #plaque;
  #offset = [0, 0];
  #loose = null;

  /** @param {{desk: import("./desk.js").Desk, table: import("./table.js").Table, catalogue: Map<string, Object>, plaque: Object}} parts */
  constructor({ desk, table, catalogue, plaque }) {
    [this.#desk, this.#table, this.#catalogue, this.#plaque] = [desk, table, catalogue, plaque];
  }

  /** Take hold of the chosen model where it is touched, so that it does not jump under the finger. */
  grip(place) {
    const { position_m: [x, y, z] } = this.#desk.placed;
    const [gx, , gz] = this.#under(place, y) ?? [x, y, z];
    this.#offset = [x - gx, z - gz];
  }

  move(place) {
    const placed = this.#desk.placed;
    const under = placed && this.#under(place, placed.position_m[1]);
    if (!under) return;
    const step = this.isSnapping ? SNAP_M : FINE_M;
    const [x, y, z] = [under[0] + this.#offset[0], placed.position_m[1], under[2] + this.#offset[1]];
    this.#set({ position_m: withinReach([snapped(x, step), y, snapped(z, step)], this.#plaque.width_m) }, "move");
  }

  nudge(key, isFar) {
    const step = this.isSnapping ? SNAP_M : NUDGE_M * (isFar ? 10 : 1);
    this.#set({ position_m: nudged(this.#desk.placed.position_m, key, step, this.#table.eyeTurn) }, `nudge ${key}`);
  }

  lift(step) {
    const { position_m: [x, y, z] } = this.#desk.placed;
    this.#set({ position_m: [x, rounded(y + step), z] }, "lift");
  }

  /** Turn by some degrees; what snapping swallows is not lost, it adds up until the next mark. */
  twist(degrees) {
    const placed = this.#desk.placed;
    if (!placed) return;
    this.#loose = (this.#loose ?? placed.turn_deg) + degrees;
    this.turnTo(this.#loose);
  }

  turnTo(degrees) {
    const turn = this.isSnapping ? snapped(degrees, SNAP_DEG) : Math.round(degrees * 10) / 10;
    this.#set({ turn_deg: wholeTurn(turn) }, "turn");
  }

  size(factor) {
    const scale = Math.max(SMALLEST, this.#desk.placed.scale * factor);
    this.#set({ scale: Number(scale.toPrecision(4)) }, "size");
  }

  /** The step at hand is over. */
  end() {
    this.#loose = null;
    this.#desk.seal();
  }

  fit(id) {
    const placed = this.#desk.find("models", id);
    const built = this.#catalogue.get(placed.model);
    if (!built) return;
    const plaque = { widthM: this.#plaque.width_m, heightM: this.#plaque.height_m };
    this.#desk.apply(changed(this.#desk.scene, "models", id, fitted(placed, built.size_m, plaque)));
  }

  duplicate(id) {
    const copy = this.#desk.newId();
    this.#desk.apply(duplicated(this.#desk.scene, id, copy, 0.15 * this.#plaque.width_m));
    this.#desk.choose("models", copy);
  }

  /** @returns {number} how many hotspots went with it. */
  remove(list, id) {
    const before = this.#desk.scene.hotspots.length;
    this.#desk.apply(removed(this.#desk.scene, list, id));
    return list === "models" ? before - this.#desk.scene.hotspots.length : 0;
  }

  /** Whether another copy of the same model carries the hotspots. */
  hasTwin(id) {
    const { model } = this.#desk.find("models", id);
    return carrierOf(this.#desk.scene, model).id !== id;
  }

  #under(place, height) {
    const { origin, direction } = this.#table.ray(place);
    return onLevel(origin, direction, height);
  }

  #set(changes, what) {
    const { id } = this.#desk.placed;
    this.#desk.apply(changed(this.#desk.scene, "models", id, changes), `${what} ${id}`);
  }
}
