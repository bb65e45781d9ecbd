import assert from "node:assert/strict";
import { test } from "node:test";

import { GONE_AFTER_MS, openKeeping } from "../../mangrove_ar/static/js/editorial/keeping.js";

const WORDS = { base: "b", fields: [["lead.th", "ต้นกล้า"]] };

function makeStorage({ isFull = false } = {}) {
  const kept = new Map();
  return {
    get length() {
      return kept.size;
    },
    key: (at) => [...kept.keys()][at] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem(key, value) {
      if (isFull) throw new DOMException("full", "QuotaExceededError");
      kept.set(key, value);
    },
    removeItem: (key) => kept.delete(key),
  };
}

function makeTabs(record = "stations/nursery") {
  const storage = makeStorage();
  let time = 1_000;
  const open = (tab, staff = "1") => openKeeping({ record, staff, storage, tab, now: () => time });
  return { open, storage, pass: (ms) => (time += ms) };
}

test("the words of a page that was left are there for the next one, and gone once it has them", () => {
  const { open } = makeTabs();
  const first = open("a");
  first.keep(WORDS);
  first.leave();
  const next = open("b");
  const [orphan] = next.orphans();
  assert.deepEqual(orphan.fields, WORDS.fields);
  next.adopt(orphan);
  assert.deepEqual(next.orphans(), []);
  assert.equal(open("c").orphans().length, 0, "the page that took them over is still there");
});

test("two open tabs have their own words, and neither takes the other's", () => {
  const { open, pass } = makeTabs();
  const [one, other] = [open("a"), open("b")];
  one.keep(WORDS);
  other.keep({ ...WORDS, fields: [["lead.th", "อีกแท็บ"]] });
  pass(GONE_AFTER_MS - 1);
  one.beat();
  other.beat();
  pass(GONE_AFTER_MS - 1);
  assert.deepEqual([one.orphans(), other.orphans()], [[], []]);
  one.leave();
  assert.deepEqual(other.orphans().map(({ fields }) => fields), [WORDS.fields]);
});

test("a tab that ended without a word is gone after a while", () => {
  const { open, pass } = makeTabs();
  open("a").keep(WORDS);
  pass(GONE_AFTER_MS + 1);
  assert.equal(open("b").orphans().length, 1);
});

test("what is kept while a page goes counts as left, until the page comes back", () => {
  const { open } = makeTabs();
  const page = open("a");
  page.leave();
  page.keep(WORDS);
  assert.equal(open("b").orphans().length, 1);
  page.stay();
  page.keep(WORDS);
  assert.equal(open("b").orphans().length, 0);
});

test("words are found by the person who typed them, in the record where they belong, the newest first", () => {
  const { open, pass } = makeTabs();
  open("a").keep(WORDS);
  pass(1);
  open("b").keep({ ...WORDS, fields: [["lead.th", "ใหม่"]] });
  open("c", "2").keep(WORDS);
  pass(GONE_AFTER_MS + 1);
  assert.deepEqual(open("d").orphans().map(({ fields }) => fields[0][1]), ["ใหม่", "ต้นกล้า"]);
});

test("what the server has is forgotten, also under the name of a page before", () => {
  const { open, pass } = makeTabs();
  const page = open("a");
  page.keep(WORDS);
  page.forget();
  open("b").keep(WORDS);
  open("c").forgetTab("b");
  pass(GONE_AFTER_MS + 1);
  assert.deepEqual(open("d").orphans(), []);
});

test("a device that keeps nothing says so, and half an entry is no words", () => {
  const storage = makeStorage({ isFull: true });
  assert.equal(openKeeping({ record: "r", staff: "1", storage, tab: "a" }).keep(WORDS), false);
  const broken = makeTabs();
  broken.storage.setItem("mangrove:editing:1:stations/nursery:x", '{"fields": [["lead');
  assert.deepEqual(broken.open("a").orphans(), []);
});
