/** Tells whether a point lies on a model or somewhere beside it. Pure; metres of the model. */

/** A share of the model's diagonal: no leaf or root stands this far from the next corner of its mesh. */
const FAR = 0.06;

/**
 * @param {number[]} point
 * @param {Float32Array} corners x, y, z of every corner of the model's mesh, one after the other.
 * @returns {number} how far the nearest corner is.
 */
export function distanceTo([x, y, z], corners) {
  let nearest = Infinity;
  for (let at = 0; at < corners.length; at += 3) {
    const [dx, dy, dz] = [corners[at] - x, corners[at + 1] - y, corners[at + 2] - z];
    nearest = Math.min(nearest, dx * dx + dy * dy + dz * dz);
  }
  return Math.sqrt(nearest);
}

/** @param {number} diagonal of the model's box, metres. */
export function isStray(point, corners, diagonal) {
  return distanceTo(point, corners) > FAR * diagonal;
}
