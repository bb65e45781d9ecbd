/** The models on the table: loaded when the scene names them, posed as it says, freed when it forgets them. */

import { AnimationMixer, Box3 } from "../../../vendor/three/three.js";
import { shadeOn } from "../../visits/scene/ground.js";
import { loadModel, releaseModel } from "../../visits/scene/models.js";

/**
 * @typedef {Object} Figure
 * @property {number} id of the placed model.
 * @property {string} slug
 * @property {import("../../../vendor/three/three.js").Group} group posed; its own units are the model's metres.
 * @property {"loading" | "ready" | "failed"} state
 * @property {Box3 | null} box around the model, in its own metres.
 */

export class Figures {
  #figures = new Map();
  #world;
  #catalogue;
  #onChange;
  #ending = new AbortController();

  /**
   * @param {import("../../../vendor/three/three.js").Group} world
   * @param {Map<string, Object>} catalogue what is built, by slug.
   * @param {(figure: Figure) => void} onChange a model came, became finer, or could not be loaded.
   */
  constructor(world, catalogue, onChange) {
    [this.#world, this.#catalogue, this.#onChange] = [world, catalogue, onChange];
  }

  /** @returns {Figure[]} those that can be seen. */
  get ready() {
    return [...this.#figures.values()].filter(({ state }) => state === "ready");
  }

  /** @returns {Figure | undefined} */
  of(id) {
    return this.#figures.get(id);
  }

  /** Show these placed models, each where it stands. */
  show(models) {
    const wanted = new Map(models.map((placed) => [placed.id, placed]));
    for (const [id, figure] of this.#figures) if (!isSame(figure, wanted.get(id))) this.#forget(figure);
    for (const placed of models) {
      const figure = this.#figures.get(placed.id) ?? this.#begin(placed);
      if (figure.group) pose(figure.group, placed);
      figure.placed = placed;
    }
  }

  /** Let the animations run on. */
  play(seconds) {
    for (const { mixer } of this.#figures.values()) mixer?.update(seconds);
  }

  /** Put every model back into the attitude that it was built in. */
  rest() {
    for (const { mixer } of this.#figures.values()) mixer?.setTime(0);
  }

  get canMove() {
    return [...this.#figures.values()].some(({ mixer }) => mixer);
  }

  close() {
    this.#ending.abort();
    for (const figure of this.#figures.values()) this.#forget(figure);
  }

  #begin(placed) {
    const figure = { id: placed.id, slug: placed.model, animation: placed.animation, placed, group: null, state: "loading", box: null, mixer: null };
    this.#figures.set(placed.id, figure);
    this.#load(figure).catch((error) => {
      if (this.#ending.signal.aborted || figure.isGone) return;
      console.warn(error);
      figure.state = figure.group ? "ready" : "failed"; // A coarse model is better than none.
      this.#onChange(figure);
    });
    return figure;
  }

  async #load(figure) {
    const built = this.#catalogue.get(figure.slug);
    if (!built) throw new Error(`The model ${figure.slug} is not built.`);
    const loaded = await loadModel({ ...figure.placed, slug: figure.slug, variants: built.variants }, this.#ending.signal);
    if (figure.isGone) return releaseModel(loaded.group);
    this.#set(figure, loaded);
    const full = await loaded.improve?.();
    if (figure.isGone) return releaseModel(loaded.group);
    if (full) this.#set(figure, full);
  }

  #set(figure, { group, clip }) {
    if (figure.shade) dropShade(figure);
    stand(group);
    figure.box = new Box3().setFromObject(group);
    figure.shade = shadeOn([group]); // Made while the group stands unposed: the disc follows the group from here on.
    group.add(figure.shade);
    pose(group, figure.placed);
    this.#world.add(group);
    figure.mixer = clip ? playing(group, clip) : null;
    Object.assign(figure, { group, state: "ready", corners: null });
    this.#onChange(figure);
  }

  #forget(figure) {
    figure.isGone = true;
    this.#figures.delete(figure.id);
    if (!figure.group) return;
    this.#world.remove(figure.group);
    releaseModel(figure.group);
  }
}

function isSame(figure, placed) {
  return placed && placed.model === figure.slug && placed.animation === figure.animation;
}

function pose(group, { position_m: position, turn_deg: turn, scale }) {
  group.position.set(...position);
  group.rotation.y = (turn * Math.PI) / 180;
  group.scale.setScalar(scale);
  group.updateMatrixWorld(true);
}

function stand(group) {
  pose(group, { position_m: [0, 0, 0], turn_deg: 0, scale: 1 });
}

function dropShade(figure) {
  figure.group.remove(figure.shade);
  releaseModel(figure.shade);
}

function playing(group, clip) {
  const mixer = new AnimationMixer(group);
  mixer.clipAction(clip).play();
  return mixer;
}
