import assert from "node:assert/strict";
import test from "node:test";

import { Holding, withinTime } from "../../mangrove_ar/static/js/visits/scene/holding.js";

const settled = () => new Promise(setImmediate);

test("what was opened is given back once, the latest first", async () => {
  const freed = [];
  const held = new Holding(new AbortController().signal);
  held.keep("camera", (name) => freed.push(name));
  held.keep("tracker", (name) => freed.push(name));
  held.release();
  held.release();
  assert.deepEqual(freed, ["tracker", "camera"]);
});

test("leaving ends the waiting, and what comes later is given back", async () => {
  const freed = [];
  const leaving = new AbortController();
  const held = new Holding(leaving.signal);
  let open;
  const waiting = held.take(new Promise((resolve) => (open = resolve)), (name) => freed.push(name));
  leaving.abort(new Error("left"));
  await assert.rejects(waiting, /left/);
  held.release();
  open("camera");
  await settled();
  assert.deepEqual(freed, ["camera"]);
});

test("what is taken after the end is given back at once", async () => {
  const freed = [];
  const held = new Holding(new AbortController().signal);
  held.release();
  await held.take(Promise.resolve("stage"), (name) => freed.push(name));
  assert.deepEqual(freed, ["stage"]);
});

test("what never comes is an error in time", async () => {
  await assert.rejects(withinTime(new Promise(() => {}), 5, () => new Error("late")), /late/);
  assert.equal(await withinTime(Promise.resolve("here"), 5000, () => new Error("late")), "here");
});
