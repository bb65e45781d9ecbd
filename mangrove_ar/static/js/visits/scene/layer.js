/** The full-screen layer of plaque AR: video, canvas, what is happening now, and the visitor's buttons. */

import { button, element } from "./dom.js";

/** The visitor leaves the layer: to the page, or to the 3D view. */
export class Left extends Error {
  /** @param {"page" | "view"} to */
  constructor(to) {
    super(to);
    this.to = to;
  }
}

/**
 * @typedef {Object} Layer
 * @property {HTMLVideoElement} video
 * @property {HTMLCanvasElement} canvas
 * @property {HTMLElement} overlay covers the canvas; for hotspots.
 * @property {AbortSignal} signal aborted when the layer ends; its reason is `Left` or what `fail` was given.
 * @property {(stage: string) => void} say names the stage: a key of `stages` in the strings.
 * @property {(canChange: boolean) => void} offerNextCamera
 * @property {() => Promise<void>} nextCameraWanted the next press on that button.
 * @property {(error: Error) => void} fail
 * @property {() => void} close
 */

/**
 * Cover the page. A modal dialog keeps the focus inside, closes on Escape, and gives the focus back.
 *
 * @param {Object} strings
 * @returns {Layer}
 */
export function openLayer(strings) {
  const ending = new AbortController();
  const end = (reason) => ending.abort(reason);
  const presses = new EventTarget();
  const parts = makeParts(strings, end, presses);
  const dialog = element("dialog", { class: "scene-layer", attributes: { "aria-label": strings.layer } }, ...parts.all);
  const leave = () => end(new Left("page"));
  dialog.addEventListener("close", leave); // Escape, and the back gesture of Android.
  addEventListener("pagehide", leave);
  document.body.append(dialog);
  dialog.showModal();
  return {
    ...parts,
    signal: ending.signal,
    say: (stage) => setStage(parts, strings, stage),
    offerNextCamera: (canChange) => (parts.next.hidden = !canChange),
    nextCameraWanted: () => new Promise((resolve) => presses.addEventListener("next", () => resolve(), { once: true })),
    fail: end,
    close() {
      leave(); // Whatever is still being fetched for the layer stops.
      removeEventListener("pagehide", leave);
      dialog.close();
      dialog.remove();
    },
  };
}

function makeParts(strings, end, presses) {
  const { buttons } = strings;
  const close = button("✕", () => end(new Left("page")), { class: "scene-button scene-close", label: buttons.close });
  const next = button(buttons.next_camera, () => presses.dispatchEvent(new Event("next")));
  const view = button(buttons.start_view, () => end(new Left("view")));
  next.hidden = true;
  const video = element("video", { class: "scene-video", attributes: { playsinline: "", muted: "", "aria-hidden": "true" } });
  video.muted = true; // iOS plays a muted video without a further tap; the attribute alone does not mute.
  const canvas = element("canvas", { class: "scene-canvas", attributes: { "aria-hidden": "true" } });
  const overlay = element("div", { class: "scene-overlay" });
  const status = element("p", { class: "scene-now", attributes: { role: "status" } });
  const bar = element("div", { class: "scene-bar" }, view, next);
  const frame = element("div", { class: "scene-frame", attributes: { "aria-hidden": "true" } });
  return { video, canvas, overlay, status, frame, next, all: [video, canvas, frame, overlay, close, status, bar] };
}

function setStage({ status, frame }, strings, stage) {
  status.textContent = strings.stages[stage];
  status.dataset.now = stage;
  frame.hidden = !["searching", "searching_long", "lost"].includes(stage);
}
