/** The working table: the visitors' own stage, with the plaque on it and an eye that can go around it. */

import { Raycaster, Vector3 } from "../../../vendor/three/three.js";
import { multiply, project } from "../../visits/scene/pose.js";
import { VIEW_ANGLE_DEG, eyeOf, firstLook, turned } from "../../visits/scene/orbit.js";
import { openStage } from "../../visits/scene/stage.js";
import { makePlaque } from "./plaque.js";

const FROM_ABOVE = 1.45;
const FIRST_RISE = 0.55;
/** A little nearer to the eye than the point itself is the surface that the point lies on. */
const ON_SURFACE = 0.985;

export class Table {
  #stage;
  #look;
  #frame = { width: 0, height: 0 };
  #request = 0;
  #drawnAt = null;
  #rays = new Raycaster();
  #plaqueWidth;

  /** Called after each frame, with its size; and before each, with the seconds since the last one. */
  onDrawn = () => {};
  onPlay = () => {};
  isPlaying = false;

  /** @param {HTMLCanvasElement} canvas @param {Object} plaque see `makePlaque`. @param {{signal: AbortSignal, onLost: () => void}} options */
  static async open(canvas, plaque, options) {
    return new Table(await openStage(canvas, { models: [] }, options), plaque, canvas);
  }

  constructor(stage, plaque, canvas) {
    [this.#stage, this.#plaqueWidth] = [stage, plaque.width_m];
    this.plaque = makePlaque(plaque, () => this.wake());
    stage.world.add(this.plaque.group);
    this.canvas = canvas;
    this.home();
    new ResizeObserver(() => this.#fit()).observe(canvas);
    this.#fit();
  }

  get world() {
    return this.#stage.world;
  }

  get camera() {
    return this.#stage.camera;
  }

  /** Radians by which the eye stands around the plaque. */
  get eyeTurn() {
    return this.#look.turn;
  }

  /** Show the whole plaque and what usually stands on it. */
  home() {
    const center = new Vector3(0, 0.12 * this.#plaqueWidth, 0);
    const aspect = this.#frame.height ? this.#frame.width / this.#frame.height : 1;
    this.#look = { ...firstLook({ center, radius: 0.72 * this.#plaqueWidth }, aspect), turn: 0, rise: FIRST_RISE };
    this.turn({});
  }

  fromAbove() {
    this.#look = { ...this.#look, turn: 0, rise: FROM_ABOVE };
    this.turn({});
  }

  /** @param {{turn?: number, rise?: number, zoom?: number}} change */
  turn(change) {
    this.#look = turned(this.#look, change);
    this.camera.position.set(...eyeOf(this.#look));
    this.camera.lookAt(this.#look.center);
    this.camera.updateMatrixWorld();
    this.wake();
  }

  wake() {
    this.#request ||= requestAnimationFrame((now) => this.#draw(now));
  }

  /** Where a point of the table is seen, CSS pixels; null behind the eye. */
  seen(point) {
    const { projectionMatrix, matrixWorldInverse } = this.camera;
    return project(multiply(projectionMatrix.elements, matrixWorldInverse.elements), point, this.#frame);
  }

  /** The ray under a place of the picture. */
  ray({ x, y }) {
    const place = { x: (2 * x) / this.#frame.width - 1, y: 1 - (2 * y) / this.#frame.height };
    this.#rays.setFromCamera(place, this.camera);
    const { origin, direction } = this.#rays.ray;
    return { origin: origin.toArray(), direction: direction.toArray() };
  }

  /** The figure under a place of the picture, and the point of it that is seen there. @returns {{id: number, point: number[]} | null} */
  hit(place, figures) {
    this.ray(place);
    return this.#nearest(figures);
  }

  /** Whether something stands between the eye and a point. */
  isHidden(point, figures) {
    const place = this.seen(point);
    if (!place) return true;
    const found = this.hit(place, figures);
    const away = (to) => Math.hypot(...this.camera.position.toArray().map((value, axis) => value - to[axis]));
    return found !== null && away(found.point) < ON_SURFACE * away(point);
  }

  close() {
    cancelAnimationFrame(this.#request);
    this.#stage.close();
  }

  #nearest(figures) {
    let best = null;
    for (const { id, group, shade } of figures) {
      const parts = group.children.filter((child) => child !== shade);
      const [first] = this.#rays.intersectObjects(parts, true);
      if (first && (!best || first.distance < best.distance)) best = { id, distance: first.distance, point: first.point.toArray() };
    }
    return best;
  }

  #fit() {
    const [width, height] = [this.canvas.clientWidth, this.canvas.clientHeight];
    if (!width || !height) return;
    const isFirst = !this.#frame.width;
    this.#frame = { width, height };
    this.#stage.resize(width, height);
    const { fit } = this.#look;
    Object.assign(this.camera, { fov: VIEW_ANGLE_DEG, aspect: width / height, near: fit / 100, far: fit * 20 });
    this.camera.updateProjectionMatrix();
    if (isFirst) this.home();
    this.wake();
  }

  #draw(now) {
    this.#request = 0;
    if (this.isPlaying) this.onPlay(this.#drawnAt === null ? 0 : Math.min(0.1, (now - this.#drawnAt) / 1000));
    this.#drawnAt = now;
    this.#stage.draw(0);
    this.onDrawn(this.#frame);
    if (this.isPlaying) this.wake();
  }
}
