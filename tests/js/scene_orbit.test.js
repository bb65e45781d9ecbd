import assert from "node:assert/strict";
import test from "node:test";

import { eyeOf, firstLook, turned } from "../../mangrove_ar/static/js/visits/scene/orbit.js";

const BOUNDS = { center: { x: 0, y: 0.1, z: 0 }, radius: 0.2 };

test("a tall frame is looked at from further away, so that the scene's sides stay inside", () => {
  assert.ok(firstLook(BOUNDS, 0.5).fit > firstLook(BOUNDS, 1).fit);
  assert.equal(firstLook(BOUNDS, 2).fit, firstLook(BOUNDS, 1).fit);
});

test("a quarter turn from the front looks from the side, as far away as before", () => {
  const front = { ...firstLook(BOUNDS, 1), turn: 0, rise: 0 };
  const [x, y, z] = eyeOf(turned(front, { turn: Math.PI / 2, rise: 0 }));
  assert.ok(Math.abs(Math.hypot(x, y - BOUNDS.center.y, z) - front.fit) < 1e-9);
  assert.ok(x > 0.99 * front.fit && Math.abs(z) < 1e-9);
});

test("the eye never goes below the ground or over the top", () => {
  const look = firstLook(BOUNDS, 1);
  assert.ok(eyeOf(turned(look, { rise: -10 }))[1] > BOUNDS.center.y);
  assert.ok(turned(look, { rise: 10 }).rise < Math.PI / 2);
});

test("zooming stops before the scene and where it is still seen", () => {
  const look = firstLook(BOUNDS, 1);
  assert.equal(turned(look, { zoom: 1e-6 }).zoom, 0.4);
  assert.equal(turned(look, { zoom: 1e6 }).zoom, 2.5);
});
