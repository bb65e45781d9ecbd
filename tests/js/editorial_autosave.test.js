import assert from "node:assert/strict";
import { test } from "node:test";

import { openAutosave } from "../../mangrove_ar/static/js/editorial/autosave.js";

/** A page with one field, a server that answers as told, and a clock that the test moves. */
function makePage(replies = [], text = "old") {
  const page = { text, said: [], sent: [], kept: null, timers: [] };
  const keeping = {
    keep: (words) => Boolean((page.kept = words)),
    forget: () => (page.kept = null),
  };
  const send = async (words) => {
    page.sent.push(structuredClone(words));
    const reply = replies.shift() ?? { outcome: "saved", base: `base ${page.sent.length}` };
    return typeof reply === "function" ? reply() : reply;
  };
  page.autosave = openAutosave({
    base: "base 0",
    began: [["lead.th", "old"]],
    read: () => [["lead.th", page.text]],
    send,
    keeping,
    say: (what) => page.said.push(what),
    wait: (act, ms) => page.timers.push({ act, ms }),
    cancel() {},
  });
  page.type = (text) => {
    page.text = text;
    page.autosave.touched();
  };
  return page;
}

test("what was typed is sent with what the page began with, and the next time with what the server said", async () => {
  const page = makePage();
  page.type("one");
  assert.equal(await page.autosave.save(), "saved");
  page.type("two");
  await page.autosave.save();
  assert.deepEqual(
    page.sent.map(({ base, fields }) => [base, fields[0][1]]),
    [
      ["base 0", "one"],
      ["base 1", "two"],
    ],
  );
  assert.equal(page.autosave.isUnsent(), false);
});

test("what was typed before the script was there is news too", async () => {
  const page = makePage([], "typed early");
  page.autosave.touched();
  assert.equal(page.autosave.isUnsent(), true);
  await page.autosave.save();
  assert.equal(page.sent[0].fields[0][1], "typed early");
});

test("a page without news sends nothing", async () => {
  const page = makePage();
  page.type("old");
  assert.equal(await page.autosave.save(), "saved");
  assert.equal(page.sent.length, 0);
  assert.deepEqual(page.timers, []);
});

test("what is typed while a save is under way goes out right after it", async () => {
  const page = makePage([
    () => {
      page.text = "one and more";
      return { outcome: "saved", base: "base 1" };
    },
  ]);
  page.type("one");
  const both = [page.autosave.save(), page.autosave.save()];
  await Promise.all(both);
  assert.deepEqual(page.sent.map(({ fields }) => fields[0][1]), ["one", "one and more"]);
  assert.equal(page.kept, null);
});

for (const outcome of ["offline", "not_saved", "signed_out", "other_person"]) {
  test(`after ${outcome} the words are kept and sent again, ever more rarely`, async () => {
    const page = makePage([{ outcome }, { outcome }]);
    page.type("one");
    assert.equal(await page.autosave.save(), outcome);
    assert.deepEqual(page.kept, { base: "base 0", fields: [["lead.th", "one"]] });
    await page.timers.at(-1).act();
    const [first, second] = page.timers.slice(-2).map(({ ms }) => ms);
    assert.equal(second, 2 * first);
    await page.timers.at(-1).act();
    assert.equal(page.said.at(-1), "saved");
    assert.equal(page.kept, null);
  });
}

test("what the server refuses is kept and not sent again by itself", async () => {
  const page = makePage([{ outcome: "refused", reason: "…" }]);
  page.type("one");
  const before = page.timers.length;
  await page.autosave.save();
  assert.equal(page.timers.length, before);
  assert.ok(page.kept);
});

test("words in dispute stay kept until they are decided", async () => {
  const page = makePage([{ outcome: "conflict", base: "base 1" }]);
  page.type("mine");
  assert.equal(await page.autosave.save(), "conflict");
  assert.equal(page.autosave.isUnsent(), true);
  assert.deepEqual(page.kept, { base: "base 1", fields: [["lead.th", "mine"]] });
  const asked = page.timers.length;
  page.autosave.touched();
  assert.equal(page.timers.length, asked, "nothing new was typed");
  page.type("theirs");
  assert.equal(await page.autosave.save(), "saved");
  assert.equal(page.autosave.isUnsent(), false);
});

test("words that another page kept are sent with what that page began with", async () => {
  const page = makePage();
  page.text = "kept";
  page.autosave.resume({ base: "an older base" });
  await page.autosave.save();
  assert.equal(page.sent[0].base, "an older base");
});
