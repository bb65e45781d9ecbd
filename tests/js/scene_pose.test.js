import assert from "node:assert/strict";
import test from "node:test";

import { coverProjection, multiply, project, scenePose, uprightOn } from "../../mangrove_ar/static/js/visits/scene/pose.js";

const MARKER = { widthPx: 500, heightPx: 400, widthM: 0.25 }; // 2000 px to the metre.
const VIDEO = { width: 640, height: 480 };
const FOCAL_PX = 480;
const DEPTH = { near: 0.01, far: 20 };

/** The marker straight ahead, its lower left corner at x, y, all in marker pixels. */
const facing = (x, y, away) => [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, x, y, -away, 1];

const seen = (pose, point, frame = VIDEO) => project(multiply(coverProjection(FOCAL_PX, VIDEO, frame, DEPTH), pose), point, frame);

function assertNear(actual, expected) {
  Object.entries(expected).forEach(([key, value]) => assert.ok(Math.abs(actual[key] - value) < 1e-6, `${key}: ${actual[key]}, not ${value}`));
}

test("the scene's origin is the middle of the marker", () => {
  const pose = scenePose(facing(-250, -200, 1000), { ...MARKER, tiltDeg: 90 });
  assertNear(seen(pose, [0, 0, 0]), { x: 320, y: 240 });
});

test("a metre of the scene is as long as a metre of the printed marker", () => {
  const pose = scenePose(facing(-250, -200, 1000), { ...MARKER, tiltDeg: 90 });
  // Half the marker is 250 px at a distance of 1000 px: 250 / 1000 * 480 = 120 pixels of video.
  assertNear(seen(pose, [0.125, 0, 0]), { x: 440, y: 240 });
  assertNear(seen(pose, [0, 0.1, 0]), { x: 320, y: 144 });
});

test("on a wall the scene's vertical runs up the plaque", () => {
  assertNear(multiply(uprightOn(90), [0, 1, 0, 0, ...Array(12).fill(0)]), { 0: 0, 1: 1, 2: 0 });
});

test("on a table the scene's vertical leaves the plaque, and the reader stands at its lower edge", () => {
  assertNear(multiply(uprightOn(0), [0, 1, 0, 0, ...Array(12).fill(0)]), { 0: 0, 1: 0, 2: 1 });
  assertNear(multiply(uprightOn(0), [0, 0, 1, 0, ...Array(12).fill(0)]), { 0: 0, 1: -1, 2: 0 });
});

test("a tree on a tilted plaque grows truly upright", () => {
  // The plaque leans back by 30°, the camera looks level: so the plaque's own y runs away from the camera.
  const [c, s] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
  const leaning = [1, 0, 0, 0, 0, c, -s, 0, 0, s, c, 0, 0, 0, 0, 1];
  const world = multiply(leaning, facing(-250, -200, 0));
  world[14] -= 2000;
  const pose = scenePose(world, { ...MARKER, tiltDeg: 60 });
  assertNear(pose, { 4: 0, 5: 1, 6: 0 });
});

test("a tall screen cuts the sides of the video, not its proportions", () => {
  const pose = scenePose(facing(-250, -200, 1000), { ...MARKER, tiltDeg: 90 });
  const tall = { width: 360, height: 720 }; // Scale 1.5: the middle 240 pixels of the video's width are seen.
  assertNear(seen(pose, [0.125, 0, 0], tall), { x: 180 + 1.5 * 120, y: 360 });
  assertNear(seen(pose, [0, 0.1, 0], tall), { x: 180, y: 360 - 1.5 * 96 });
});

test("a wide screen cuts the top and the bottom of the video", () => {
  const pose = scenePose(facing(-250, -200, 1000), { ...MARKER, tiltDeg: 90 });
  assertNear(seen(pose, [0, 0.1, 0], { width: 1280, height: 480 }), { x: 640, y: 240 - 2 * 96 });
});

test("a point behind the camera has no place on the screen", () => {
  const pose = scenePose(facing(-250, -200, 1000), { ...MARKER, tiltDeg: 90 });
  assert.equal(seen(pose, [0, 0, 0.6]), null);
});
