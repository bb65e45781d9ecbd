import assert from "node:assert/strict";
import { test } from "node:test";

import { countStamps, sentenceFor, stampsOf, troubleOf } from "../../mangrove_ar/static/js/progress/stamps.js";

const event = (station, kind, more = {}) => ({ station, kind, ...more });

test("a station scanned twice is one stamp", () => {
  assert.equal(countStamps([event("a", "station_opened"), event("a", "station_opened"), event("b", "station_opened")]), 2);
});

test("a scene seen without a scan is no stamp", () => {
  assert.equal(countStamps([event("a", "scene_shown")]), 0);
});

test("the first answer counts", () => {
  const answers = [event("a", "question_answered", { choice: 2 }), event("a", "question_answered", { choice: 0 })];
  assert.equal(stampsOf(answers).get("a").choice, 2);
});

test("the state is told honestly: waiting before refused before sent", () => {
  assert.equal(sentenceFor({ waiting: 1, sent: 5, refused: 1 }), "waiting");
  assert.equal(sentenceFor({ waiting: 0, sent: 5, refused: 1 }), "refused");
  assert.equal(sentenceFor({ waiting: 0, sent: 5, refused: 0 }), "sent");
});

test("a full phone is told apart from a browser that keeps nothing", () => {
  assert.equal(troubleOf(Object.assign(new Error("full"), { name: "QuotaExceededError" })), "no_space");
  assert.equal(troubleOf(new Error("no IndexedDB")), "unavailable");
});
