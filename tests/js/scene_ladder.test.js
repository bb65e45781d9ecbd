import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";

import { LANDS_ON, Unavailable, explain, landing, possibleSteps } from "../../mangrove_ar/static/js/visits/scene/ladder.js";

const PHONE = { mode: "plaque", hasWebgl: true, isSecure: true, hasCamera: true };

test("a phone at the plaque starts with the plaque", () => {
  assert.deepEqual(possibleSteps(PHONE), { steps: ["plaque", "view", "poster"], reason: null });
});

test("a reader at home is offered the 3D view, without a complaint", () => {
  assert.deepEqual(possibleSteps({ ...PHONE, mode: "view", hasCamera: false }), { steps: ["view", "poster"], reason: null });
});

test("what the device lacks takes its step away and is named", () => {
  assert.deepEqual(possibleSteps({ ...PHONE, hasCamera: false }), { steps: ["view", "poster"], reason: "camera_missing" });
  assert.deepEqual(possibleSteps({ ...PHONE, isSecure: false }), { steps: ["view", "poster"], reason: "camera_insecure" });
  assert.deepEqual(possibleSteps({ ...PHONE, hasWebgl: false }), { steps: ["poster"], reason: "webgl_missing" });
});

test("trouble with camera or target lands on the 3D view, trouble with the models on the poster", () => {
  assert.equal(landing(new Unavailable("camera_denied"), "plaque").step, "view");
  assert.equal(landing(new Unavailable("target_slow"), "plaque").step, "view");
  assert.equal(landing(new Unavailable("model_damaged"), "plaque").step, "poster");
});

test("the 3D view never lands on itself", () => {
  for (const reason of Object.keys(LANDS_ON)) assert.equal(landing(new Unavailable(reason), "view").step, "poster");
});

test("an error that nobody foresaw still lands one step lower", () => {
  assert.deepEqual(landing(new TypeError("surprise"), "plaque"), { step: "view", reason: "tracker_failed" });
  assert.deepEqual(landing(new TypeError("surprise"), "view"), { step: "poster", reason: "runtime_missing" });
});

test("the sentence says what happened and what is shown instead", () => {
  const strings = { reasons: { camera_denied: "Not allowed." }, lands: { view: "See it in 3D." } };
  assert.equal(explain({ step: "view", reason: "camera_denied" }, strings), "Not allowed. See it in 3D.");
});

test("every reason has its sentence in both languages", async () => {
  const reasons = sentencesUnder("reasons", await readFile(new URL("../../mangrove_ar/translations/scene.yaml", import.meta.url), "utf-8"));
  assert.deepEqual(Object.keys(reasons).sort(), Object.keys(LANDS_ON).sort());
  for (const [reason, { th, en }] of Object.entries(reasons)) assert.ok(th && en, reason);
});

/** Read one tree of the file, in the plain form that it is kept in: two spaces for a name, four for a language. */
function sentencesUnder(tree, yaml) {
  const found = {};
  let name;
  for (const line of yaml.split(`\n${tree}:\n`)[1].split(/\n(?=\S)/)[0].split("\n")) {
    const [, indent, key, text] = line.match(/^( +)(\w+):\s*(.*)$/) ?? [];
    if (indent?.length === 2) found[(name = key)] = {};
    if (indent?.length === 4) found[name][key] = text;
  }
  return found;
}
