import assert from "node:assert/strict";
import test from "node:test";

import {
  bearing, firstScale, fitted, freePlace, nudged, onLevel, snapped, toModel, toWorld, wholeTurn, withinReach,
} from "../../mangrove_ar/static/js/editorial/scene/placing.js";
import { distanceTo, isStray } from "../../mangrove_ar/static/js/editorial/scene/stray.js";

const PLACED = { scale: 0.02, position_m: [0.05, 0.01, -0.04], turn_deg: 90 };

function assertNear(actual, expected) {
  assert.equal(actual.length, expected.length);
  actual.forEach((value, index) => assert.ok(Math.abs(value - expected[index]) < 1e-9, `${actual}, not ${expected}`));
}

test("a turn of 90 degrees brings a model's front to the right", () => {
  // As three turns a group: its z, one metre of the model long, becomes 0.02 m along the plaque's x.
  assertNear(toWorld([0, 0, 1], PLACED), [0.07, 0.01, -0.04]);
  assertNear(toWorld([1, 0, 0], PLACED), [0.05, 0.01, -0.06]);
  assertNear(toWorld([0, 1, 0], PLACED), [0.05, 0.03, -0.04]);
});

test("a point that was clicked is the same point of the model, however that stands", () => {
  for (const turn_deg of [0, 33, 90, 211.5, -45]) {
    const placed = { ...PLACED, turn_deg };
    assertNear(toModel(toWorld([0.532, 0.525, 0.891], placed), placed), [0.532, 0.525, 0.891]);
  }
});

test("a ray meets the level that a model stands on, and none if it looks away", () => {
  assertNear(onLevel([0, 1, 1], [0, -1, -1], 0), [0, 0, 0]);
  assertNear(onLevel([0, 1, 1], [0, -1, -1], 0.25), [0, 0.25, 0.25]);
  assert.equal(onLevel([0, 1, 1], [0, 1, -1]), null);
  assert.equal(onLevel([0, 1, 1], [1, 0, 0]), null);
});

test("nothing is placed farther off than the table reaches", () => {
  assert.deepEqual(withinReach([999, 0, -999], 0.2), [0.6, 0, -0.6]);
  assert.deepEqual(withinReach([0.123456789, 0, 0], 0.2), [0.123457, 0, 0]);
});

test("snapping goes to the nearest mark, and without a step nowhere", () => {
  assert.deepEqual([snapped(0.0124, 0.005), snapped(-0.0126, 0.005), snapped(0.0124, 0)], [0.01, -0.015, 0.0124]);
  assert.ok(Object.is(snapped(-0.001, 0.005), 0));
});

test("an arrow moves a model where it points on the screen, from whichever side one looks", () => {
  assertNear(nudged([0, 0, 0], "ArrowRight", 0.001, 0), [0.001, 0, 0]);
  assertNear(nudged([0, 0, 0], "ArrowUp", 0.001, 0.3), [0, 0, -0.001]);
  // From the right-hand side the plaque's back edge is on the right.
  assertNear(nudged([0, 0, 0], "ArrowRight", 0.001, Math.PI / 2), [0, 0, -0.001]);
  assertNear(nudged([0, 0, 0], "ArrowUp", 0.001, Math.PI / 2), [-0.001, 0, 0]);
  assertNear(nudged([0, 0, 0], "ArrowLeft", 0.001, Math.PI), [0.001, 0, 0]);
});

test("the knob's bearing is the turn that faces it", () => {
  const seen = [[0, 0, 1], [1, 0, 0], [0, 0, -1], [-1, 0, 0]].map((to) => wholeTurn(bearing([0, 0, 0], to)));
  assert.deepEqual(seen, [0, 90, 180, 270]);
  assert.deepEqual([wholeTurn(-15), wholeTurn(360), wholeTurn(725)], [345, 0, 5]);
});

test("fitted, a model stands wholly on the plaque, turned or not", () => {
  const plaque = { widthM: 0.2, heightM: 0.1 };
  const size = { width: 4, depth: 1 };
  const flat = fitted({ position_m: [0.5, 0.01, 0], turn_deg: 0 }, size, plaque);
  assert.equal(flat.scale, 0.045); // 0.9 of 200 mm for 4 m; 1 m deep needs less than the 100 mm.
  assertNear(flat.position_m, [0.01, 0.01, 0]);
  const turned = fitted({ position_m: [0, 0, 0], turn_deg: 90 }, size, plaque);
  assert.equal(turned.scale, 0.0225); // Now the 4 m lie along the 100 mm.
});

test("a new model is of a handy size and stands where there is room", () => {
  assert.equal(firstScale({ width: 2, height: 8, depth: 2 }, 0.2), 0.01);
  const plaque = { widthM: 0.2, heightM: 0.2 };
  assert.deepEqual(freePlace([], plaque), [0, 0, 0]);
  const [x, , z] = freePlace([[0, 0, 0], [-0.06, 0, -0.06], [0.06, 0, -0.06]].map((position_m) => ({ position_m })), plaque);
  assert.deepEqual([x, z], [-0.06, 0.06]);
});

test("a point in the air beside a model is told from one on it", () => {
  const corners = new Float32Array([0, 0, 0, 0, 2, 0]);
  assert.equal(distanceTo([3, 2, 4], corners), 5);
  assert.deepEqual([isStray([0, 1.95, 0], corners, 2), isStray([0.5, 1, 0], corners, 2)], [false, true]);
});
