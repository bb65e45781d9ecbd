import assert from "node:assert/strict";
import { test } from "node:test";
import { spread } from "../../mangrove_ar/static/js/visits/scene/spacing.js";

const nearest = (places) =>
  Math.min(...places.flatMap((a, i) => places.slice(i + 1).map((b) => Math.hypot(a.x - b.x, a.y - b.y))));

test("places that are far apart stay where they are", () => {
  const places = [{ x: 0, y: 0 }, { x: 100, y: 0 }, { x: 0, y: 50 }];
  assert.deepEqual(spread(places, 38), places);
});

test("places that are too near part by the same way", () => {
  const [a, b] = spread([{ x: 10, y: 20 }, { x: 20, y: 20 }], 38);
  assert.deepEqual([a.x, b.x, a.y, b.y], [-4, 34, 20, 20]);
});

test("places on top of each other part sideways, and a heap of them comes apart", () => {
  const heap = [{ x: 5, y: 5 }, { x: 5, y: 5 }, { x: 6, y: 5 }, { x: 5, y: 7 }];
  assert.ok(nearest(spread(heap, 38)) > 30);
});

test("what was given is not changed", () => {
  const places = [{ x: 0, y: 0 }, { x: 1, y: 0 }];
  spread(places, 38);
  assert.deepEqual(places, [{ x: 0, y: 0 }, { x: 1, y: 0 }]);
});
