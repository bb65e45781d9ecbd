import assert from "node:assert/strict";
import { test } from "node:test";

import { hasChanged, mount, nextPause } from "../../mangrove_ar/static/js/packs/pack.js";

const page = (watched) => ({
  dataset: { state: "making 2", stateUrl: "/state" },
  querySelector: (asked) => (asked === "[data-watched]" ? watched : null),
});

test("a silent server is no change", () => {
  assert.equal(hasChanged("making 2", null), false);
  assert.equal(hasChanged("making 2", "making 2"), false);
  assert.equal(hasChanged("making 2", "made 10"), true);
});

test("without an answer the page asks ever more rarely, and at once again with one", () => {
  assert.ok(nextPause(2_000, false) > 2_000);
  assert.equal(nextPause(30_000, false), 30_000);
  assert.equal(nextPause(30_000, true), 2_000);
});

test("the page asks until something has changed, and then shows itself again", async () => {
  const answers = ["making 2", null, "made 10"];
  let shown = 0;
  await new Promise((done) => {
    mount(page(null), {
      ask: async () => answers.shift(),
      wait: (step) => queueMicrotask(step),
      reload: () => done((shown += 1)),
    });
  });
  assert.equal(shown, 1);
  assert.equal(answers.length, 0);
});

test("only a page that is watched says that it changes by itself", () => {
  const sentence = { hidden: true };
  mount(page(sentence), { wait: () => {} });
  assert.equal(sentence.hidden, false);
});
