import assert from "node:assert/strict";
import { test } from "node:test";

import { mount } from "../../mangrove_ar/static/js/editorial/phone_window.js";

function click(more = {}) {
  const opened = [];
  let isPrevented = false;
  let listener;
  const root = { addEventListener: (_name, listen) => (listener = listen) };
  mount(root, { open: (...asked) => opened.push(asked) });
  const link = { href: "/preview/token/" };
  const target = { closest: (wanted) => (wanted === "a[data-phone]" ? link : null) };
  listener({ target, button: 0, preventDefault: () => (isPrevented = true), ...more });
  return { opened, isPrevented };
}

test("a click opens the preview at a phone's size, without a way back to the studio", () => {
  const { opened, isPrevented } = click();
  assert.equal(isPrevented, true);
  assert.deepEqual(opened, [["/preview/token/", "", "popup,width=390,height=844,noopener"]]);
});

test("who asks the browser for a tab gets a tab", () => {
  for (const more of [{ ctrlKey: true }, { metaKey: true }, { shiftKey: true }, { button: 1 }]) {
    assert.deepEqual(click(more), { opened: [], isPrevented: false });
  }
});

test("clicks beside the links do nothing", () => {
  assert.deepEqual(click({ target: { closest: () => null } }), { opened: [], isPrevented: false });
});
