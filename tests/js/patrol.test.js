import assert from "node:assert/strict";
import { test } from "node:test";

import { mount } from "../../mangrove_ar/static/js/packs/patrol.js";
import { Unavailable } from "../../mangrove_ar/static/js/visits/scene/ladder.js";

const ADDRESS = "HTTPS://TRAIL.EXAMPLE/S/RA520806";
const STRINGS = { read: "read", no_signal: "no signal", stopped: "stopped", camera_denied: "denied", camera_busy: "busy" };

/** A page with the few elements that the patrol asks for, and the camera and the network as the test has them. */
async function patrol({ look, isReachable = async () => true }) {
  globalThis.document = Object.assign(new EventTarget(), { hidden: false });
  const element = (more = {}) => Object.assign(new EventTarget(), { focus() {}, ...more });
  const page = {
    strings: { textContent: JSON.stringify(STRINGS) },
    form: { action: "/scan", elements: { text: { value: "" } }, sent: 0, submit: () => (page.form.sent += 1) },
    start: element({ hidden: true }),
    stop: element(),
    view: element({ hidden: true, querySelector: () => "the video" }),
    state: { textContent: "" },
  };
  const root = {
    querySelector: (asked) => (asked.startsWith("[data-strings") ? page.strings : page[/data-scan-(\w+)/.exec(asked)[1]]),
  };
  mount(root, { look, isReachable, vibrate() {} });
  assert.equal(page.start.hidden, false, "the camera is offered where there is JavaScript");
  page.start.dispatchEvent(new Event("click"));
  assert.equal(page.view.hidden, false);
  await new Promise((done) => setImmediate(done));
  return page;
}

test("what the camera reads is typed into the form and sent", async () => {
  const page = await patrol({ look: async () => ADDRESS });
  assert.equal(page.form.elements.text.value, ADDRESS);
  assert.equal(page.form.sent, 1);
  assert.equal(page.view.hidden, true);
});

test("without signal the code waits in its field and the page stays", async () => {
  const page = await patrol({ look: async () => ADDRESS, isReachable: async () => false });
  assert.equal(page.form.elements.text.value, ADDRESS);
  assert.equal(page.form.sent, 0);
  assert.equal(page.state.textContent, "no signal");
});

test("the button that closes the camera ends the looking, and so does a page out of sight", async () => {
  for (const end of [(page) => page.stop.dispatchEvent(new Event("click")), leave]) {
    const page = await patrol({
      look: (_video, { signal }) => new Promise((done) => signal.addEventListener("abort", () => done(null))),
    });
    end(page);
    await new Promise((done) => setImmediate(done));
    assert.equal(page.state.textContent, "stopped");
    assert.equal(page.form.sent, 0);
    assert.equal(page.start.hidden, false);
  }
});

test("a camera that is not allowed is told, and can be tried again", async () => {
  const page = await patrol({
    look: async () => {
      throw new Unavailable("camera_denied");
    },
  });
  assert.equal(page.state.textContent, "denied");
  assert.equal(page.start.hidden, false);
  assert.equal(page.view.hidden, true);
});

test("a camera whose picture the browser does not play is told as busy, and can be tried again", async () => {
  const page = await patrol({
    look: async (_video, { say }) => {
      say("opening");
      throw new DOMException("The play() request was interrupted", "AbortError");
    },
  });
  assert.equal(page.state.textContent, "busy");
  assert.equal(page.start.hidden, false);
});

function leave() {
  document.hidden = true;
  document.dispatchEvent(new Event("visibilitychange"));
}
