/** Where things stand: between the screen's rays, the plaque's metres and a model's own metres. Pure; y is up. */

const DEG = Math.PI / 180;
/** Further away nothing can be placed: near the horizon a ray meets the ground kilometres off. */
const FARTHEST_IN_WIDTHS = 3;
const ROUND = 1e6; // Micrometres of the plaque: finer is noise of the arithmetic.

/**
 * Give a point of the plaque's world in metres of a model: un-moved, un-turned, un-scaled.
 *
 * @param {number[]} point
 * @param {import("./edits.js").Placed} placed
 */
export function toModel([x, y, z], { position_m: [px, py, pz], turn_deg: turn, scale }) {
  const [c, s] = [Math.cos(turn * DEG), Math.sin(turn * DEG)];
  const [dx, dy, dz] = [x - px, y - py, z - pz];
  return [(dx * c - dz * s) / scale, dy / scale, (dx * s + dz * c) / scale];
}

/** Give a point of a model in metres of the plaque's world; the reverse of `toModel`. */
export function toWorld([x, y, z], { position_m: [px, py, pz], turn_deg: turn, scale }) {
  const [c, s] = [Math.cos(turn * DEG), Math.sin(turn * DEG)];
  return [px + scale * (x * c + z * s), py + scale * y, pz + scale * (z * c - x * s)];
}

/** Where a ray meets the level at this height; null if it looks away from it. */
export function onLevel([ox, oy, oz], [dx, dy, dz], height = 0) {
  const way = (height - oy) / dy;
  return Number.isFinite(way) && way > 0 ? [ox + way * dx, height, oz + way * dz] : null;
}

/** The nearest place that lies on the working table, around a plaque of this width. */
export function withinReach([x, y, z], widthM) {
  const most = FARTHEST_IN_WIDTHS * widthM;
  const clamp = (value) => rounded(Math.max(-most, Math.min(most, value)));
  return [clamp(x), clamp(y), clamp(z)];
}

/** The nearest multiple of a step; with no step, the value itself. */
export function snapped(value, step) {
  return step ? rounded(Math.round(value / step) * step) : value;
}

export function rounded(value) {
  return Math.round(value * ROUND) / ROUND || 0; // No -0: it would be written into the record.
}

/** The turn that looks from one place towards another; 0 is towards the reader, 90 to the right. */
export function bearing([fromX, , fromZ], [toX, , toZ]) {
  return Math.atan2(toX - fromX, toZ - fromZ) / DEG;
}

/** The same direction as a turn from 0 up to, and without, 360. */
export function wholeTurn(degrees) {
  return rounded((((degrees % 360) + 360) % 360)) % 360;
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * Move by an arrow key, in the direction that the arrow has on the screen: along the axis nearest to it.
 *
 * @param {number} eyeTurn radians by which the eye stands around the plaque; 0 is before it.
 */
export function nudged([x, y, z], key, step, eyeTurn) {
  const [right, near] = ARROWS[key];
  const quarter = (Math.round(eyeTurn / (Math.PI / 2)) * Math.PI) / 2;
  const [c, s] = [Math.round(Math.cos(quarter)), Math.round(Math.sin(quarter))];
  return [rounded(x + step * (right * c + near * s)), y, rounded(z + step * (near * c - right * s))];
}

/**
 * Make a model as large as the plaque carries, and bring it wholly onto it.
 *
 * @param {import("./edits.js").Placed} placed
 * @param {{width: number, depth: number}} size of the model, metres.
 * @param {{widthM: number, heightM: number}} plaque
 * @returns {{scale: number, position_m: number[]}}
 */
export function fitted({ position_m: [x, y, z], turn_deg: turn }, { width, depth }, { widthM, heightM }) {
  const [c, s] = [Math.abs(Math.cos(turn * DEG)), Math.abs(Math.sin(turn * DEG))];
  const [across, along] = [width * c + depth * s, width * s + depth * c];
  const scale = Number((0.9 * Math.min(widthM / across, heightM / along)).toPrecision(3));
  const inside = (at, half) => rounded(Math.max(-half, Math.min(half, at)));
  const position_m = [inside(x, (widthM - scale * across) / 2), y, inside(z, (heightM - scale * along) / 2)];
  return { scale, position_m };
}

/** A first scale for a new model: its largest side is two fifths of the plaque's width. */
export function firstScale({ width, height, depth }, widthM) {
  return Number(((0.4 * widthM) / Math.max(width, height, depth)).toPrecision(2));
}

/** A free place for a new model: of nine on the plaque, that which is farthest from all that stands there. */
export function freePlace(models, { widthM, heightM }) {
  const columns = [0, -0.3, 0.3];
  const places = columns.flatMap((z) => columns.map((x) => [rounded(x * widthM), 0, rounded(z * heightM)]));
  const room = ([x, , z]) => Math.min(1, ...models.map(({ position_m: [mx, , mz] }) => Math.hypot(x - mx, z - mz)));
  return places.reduce((best, place) => (room(place) > room(best) + 1e-9 ? place : best));
}
