/** Keeps buttons apart that would lie on top of each other. Pure; pixels. */

const ROUNDS = 8;

/**
 * Push places apart, each pair by the same way, until none is much nearer to another than asked.
 *
 * @param {{x: number, y: number}[]} places
 * @param {number} least how far apart they should be.
 * @returns {{x: number, y: number}[]} in the same order; places that were far enough apart are as they were.
 */
export function spread(places, least) {
  const moved = places.map(({ x, y }) => ({ x, y }));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let second = 1; second < moved.length; second += 1) {
      for (let first = 0; first < second; first += 1) pushApart(moved[first], moved[second], least);
    }
  }
  return moved;
}

function pushApart(a, b, least) {
  const [x, y] = [b.x - a.x, b.y - a.y];
  const distance = Math.hypot(x, y);
  if (distance >= least) return;
  // Two buttons in one place have no direction between them: they part sideways.
  const [towardsX, towardsY] = distance > 0 ? [x / distance, y / distance] : [1, 0];
  const way = (least - distance) / 2;
  Object.assign(a, { x: a.x - towardsX * way, y: a.y - towardsY * way });
  Object.assign(b, { x: b.x + towardsX * way, y: b.y + towardsY * way });
}
