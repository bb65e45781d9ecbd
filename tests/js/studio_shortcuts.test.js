import assert from "node:assert/strict";
import { test } from "node:test";

import { areOn, askedFor, mount, switchKeys } from "../../mangrove_ar/static/js/editorial/shortcuts.js";

const thai = { KeyG: "เ", KeyS: "ห", Slash: "ฝ" };

/** A keyboard, a page with some rooms, and what became of each key. */
function studio({ kept = {}, rooms = { s: "/studio/species/" }, buttons = ["save", "submit"] } = {}) {
  const done = [];
  const listeners = [];
  let now = 0;
  const page = {
    addEventListener: (_name, listener) => listeners.push(listener),
    querySelector: (selector) => {
      const key = /data-key="(.)"/.exec(selector)?.[1];
      if (key) return rooms[key] ? { href: rooms[key] } : null;
      if (selector === "[data-help]") return { href: "/studio/help" };
      const button = buttons.find((name) => selector === `[data-${name}]`);
      return button ? { click: () => done.push(button) } : null;
    },
  };
  const root = { querySelector: () => ({ focus: () => done.push("search"), select: () => {} }) };
  const memory = () => ({ getItem: (name) => kept[name] ?? null, setItem: (name, value) => (kept[name] = value) });
  mount(root, { page, go: (address) => done.push(address), memory, clock: { now: () => now } });
  const press = (code, more = {}) => {
    const event = { code, key: thai[code] ?? code, target: {}, preventDefault: () => done.push("kept"), ...more };
    for (const listener of listeners) listener(event);
  };
  return { done, press, memory, wait: (ms) => (now += ms) };
}

test("g and a letter go to a room, also while the keyboard writes Thai", () => {
  const { done, press } = studio();
  press("KeyG");
  press("KeyS");
  assert.deepEqual(done, ["/studio/species/", "kept"]);
});

test("a letter alone, a letter too late and a letter without a room go nowhere", () => {
  const { done, press, wait } = studio();
  press("KeyS");
  press("KeyG");
  wait(2_000);
  press("KeyS");
  press("KeyG");
  press("KeyX");
  press("KeyS");
  assert.deepEqual(done, []);
});

test("slash searches and a question mark helps, on either keyboard", () => {
  const { done, press } = studio();
  press("Slash", { key: "/" });
  press("Slash");
  press("Slash", { key: "?", shiftKey: true });
  press("Slash", { key: "ฦ", shiftKey: true });
  assert.deepEqual(done, ["search", "kept", "search", "kept", "/studio/help", "kept", "/studio/help", "kept"]);
});

test("in a field single keys are letters, and Ctrl still saves and submits", () => {
  const { done, press } = studio();
  const target = { closest: () => ({}) };
  press("KeyG", { target });
  press("KeyS", { target });
  press("Slash", { key: "/", target });
  press("KeyS", { target, ctrlKey: true });
  press("Enter", { target, ctrlKey: true });
  press("KeyS", { target, metaKey: true });
  assert.deepEqual(done, ["save", "kept", "submit", "kept", "save", "kept"]);
});

test("where there is nothing to save the browser keeps its own shortcut", () => {
  const { done, press } = studio({ buttons: [] });
  press("KeyS", { ctrlKey: true });
  assert.deepEqual(done, []);
});

test("switched off, single keys do nothing and Ctrl still saves", () => {
  const { done, press, memory } = studio();
  assert.equal(areOn(memory), true);
  assert.equal(switchKeys(false, memory), true);
  press("KeyG");
  press("KeyS");
  press("Slash", { key: "?", shiftKey: true });
  press("KeyS", { ctrlKey: true });
  assert.deepEqual(done, ["save", "kept"]);
  switchKeys(true, memory);
  press("KeyG");
  press("KeyS");
  assert.equal(done.at(-2), "/studio/species/");
});

test("a browser that remembers nothing has its keys on and says that it cannot switch them", () => {
  const refuses = () => {
    throw new Error("no storage");
  };
  assert.equal(areOn(refuses), true);
  assert.equal(switchKeys(false, refuses), false);
});

test("other combinations belong to the browser", () => {
  const press = (code, more) => askedFor({ code, key: code, ...more });
  assert.equal(press("KeyS", { ctrlKey: true, shiftKey: true }), null);
  assert.equal(press("KeyG", { altKey: true }), null);
  assert.equal(press("KeyP", { ctrlKey: true }), null);
  assert.equal(press("Digit1", {}), null);
  assert.equal(press("KeyG", { isComposing: true }), null);
});
