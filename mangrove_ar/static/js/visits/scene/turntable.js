/** Turns the scene of the 3D view before the visitor's eye. */

import { mountHotspots } from "./hotspots.js";
import { VIEW_ANGLE_DEG, eyeOf, firstLook, turned } from "./orbit.js";
import { listenForTurns } from "./turns.js";

/** Draws when something changed or moves, and only while the visitor can see it. */
export class Turntable {
  #stage;
  #box;
  #hotspots;
  #look;
  #frame = { width: 0, height: 0 };
  #isMoving = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  #isSeen = true;
  #drawnAt = null;
  #request = 0;
  #stops = [];

  /**
   * @param {import("./stage.js").Stage} stage
   * @param {HTMLElement} box in the page; holds the canvas and listens for turns.
   * @param {Object} manifest
   * @param {{strings: Object, language: string}} words
   */
  constructor(stage, box, manifest, { strings, language }) {
    [this.#stage, this.#box] = [stage, box];
    this.#hotspots = mountHotspots({ layer: box, panelPlace: box.parentElement, manifest, stage, language, strings });
    this.#look = firstLook(stage.bounds, box.clientWidth / box.clientHeight);
    this.#fit();
    this.#draw(performance.now());
    this.#watch();
    stage.whole.then(() => this.#wake());
  }

  /** @returns {boolean} whether the animations play. */
  get isMoving() {
    return this.#isMoving;
  }

  set isMoving(moves) {
    this.#isMoving = moves;
    this.#goOn();
  }

  /** @param {Parameters<typeof turned>[1]} change */
  turn(change) {
    this.#look = turned(this.#look, change);
    this.#stage.camera.position.set(...eyeOf(this.#look));
    this.#stage.camera.lookAt(this.#look.center);
    this.#wake();
  }

  stop() {
    cancelAnimationFrame(this.#request);
    for (const stop of this.#stops) stop();
  }

  #watch() {
    const sizes = new ResizeObserver(() => this.#fit());
    const sight = new IntersectionObserver((news) => {
      this.#isSeen = news.at(-1).isIntersecting;
      this.#goOn();
    });
    const goOn = () => this.#goOn();
    sizes.observe(this.#box);
    sight.observe(this.#box);
    document.addEventListener("visibilitychange", goOn);
    this.#stops = [
      () => sizes.disconnect(),
      () => sight.disconnect(),
      () => document.removeEventListener("visibilitychange", goOn),
      listenForTurns(this.#box, (change) => this.turn(change)),
    ];
  }

  #fit() {
    const [width, height] = [this.#box.clientWidth, this.#box.clientHeight];
    if (!width || !height) return;
    const { camera } = this.#stage;
    const { fit } = this.#look;
    this.#frame = { width, height };
    this.#stage.resize(width, height);
    Object.assign(camera, { fov: VIEW_ANGLE_DEG, aspect: width / height, near: fit / 100, far: fit * 10 });
    camera.updateProjectionMatrix();
    this.turn({});
  }

  #goOn() {
    this.#drawnAt = null; // The time when nothing was seen is not played.
    this.#wake();
  }

  #wake() {
    if (this.#isSeen && !document.hidden) this.#request ||= requestAnimationFrame((now) => this.#draw(now));
  }

  #draw(now) {
    cancelAnimationFrame(this.#request);
    this.#request = 0;
    const hasRun = this.#isMoving && this.#drawnAt !== null;
    this.#stage.draw(hasRun ? Math.max(0, now - this.#drawnAt) / 1000 : 0);
    this.#drawnAt = now;
    this.#hotspots.place(this.#frame);
    if (this.#isMoving && this.#stage.canMove) this.#wake();
  }
}
