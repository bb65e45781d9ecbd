/**
 * The mathematics between tracker and scene, without any library: matrices are 16 numbers, column by column, as in
 * WebGL and three.
 *
 * Tracker's world: pixels of the compiled marker, origin at its lower left corner, x to the right, y up the marker,
 * z out of it towards the reader; the camera looks along -z.
 * Scene: metres, origin in the middle of the marker, y truly up, z towards the reader.
 */

/**
 * Where the scene stands before the camera, in metres.
 *
 * The whole world is scaled from marker pixels to metres about the camera, which changes nothing that the camera
 * sees, so the result only turns and moves.
 *
 * @param {number[]} world the tracker's pose of the marker, 16 numbers, marker pixels.
 * @param {{widthPx: number, heightPx: number, widthM: number, tiltDeg: number}} plaque tilt: 0 on a table, 90 on a wall.
 * @returns {number[]} 16 numbers.
 */
export function scenePose(world, { widthPx, heightPx, widthM, tiltDeg }) {
  const metresPerPx = widthM / widthPx;
  const middle = multiply(world, translation(widthPx / 2, heightPx / 2, 0));
  for (const index of [12, 13, 14]) middle[index] *= metresPerPx;
  return multiply(middle, uprightOn(tiltDeg));
}

/**
 * Turn the scene's vertical out of the plaque: on a wall both agree, on a table "up" is the plaque's normal.
 *
 * @param {number} tiltDeg
 * @returns {number[]} 16 numbers: a turn about x by 90° - tilt.
 */
export function uprightOn(tiltDeg) {
  const angle = ((90 - tiltDeg) * Math.PI) / 180;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return [1, 0, 0, 0, 0, c, s, 0, 0, -s, c, 0, 0, 0, 0, 1];
}

/**
 * The projection for a canvas that lies over a video shown with `object-fit: cover`.
 *
 * @param {number} focalPx the tracker's focal length, in video pixels.
 * @param {{width: number, height: number}} video in video pixels.
 * @param {{width: number, height: number}} frame what the visitor sees, in CSS pixels.
 * @param {{near: number, far: number}} depth in metres.
 * @returns {number[]} 16 numbers.
 */
export function coverProjection(focalPx, video, frame, { near, far }) {
  const scale = Math.max(frame.width / video.width, frame.height / video.height);
  const x = (2 * focalPx * scale) / frame.width;
  const y = (2 * focalPx * scale) / frame.height;
  const depth = far - near;
  return [x, 0, 0, 0, 0, y, 0, 0, 0, 0, -(far + near) / depth, -1, 0, 0, (-2 * far * near) / depth, 0];
}

/**
 * Where a point appears in the frame, in CSS pixels from its upper left corner.
 *
 * @param {number[]} matrix projection times pose, 16 numbers.
 * @param {number[]} point x, y, z.
 * @param {{width: number, height: number}} frame
 * @returns {{x: number, y: number} | null} null behind the camera.
 */
export function project(matrix, [x, y, z], frame) {
  const row = (r) => matrix[r] * x + matrix[r + 4] * y + matrix[r + 8] * z + matrix[r + 12];
  const w = row(3);
  if (w <= 0) return null;
  return { x: ((row(0) / w + 1) / 2) * frame.width, y: ((1 - row(1) / w) / 2) * frame.height };
}

/** @param {number[]} a @param {number[]} b @returns {number[]} a times b. */
export function multiply(a, b) {
  return Array.from({ length: 16 }, (_, index) => {
    const [row, column] = [index % 4, index - (index % 4)];
    return a[row] * b[column] + a[row + 4] * b[column + 1] + a[row + 8] * b[column + 2] + a[row + 12] * b[column + 3];
  });
}

function translation(x, y, z) {
  return [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, x, y, z, 1];
}
