/**
 * The ladder from the plaque down to the poster: which step this phone can take, where a failed step lands, and the
 * words that say so. Pure: what the device can do comes in as an argument.
 *
 *   plaque  the scene stands on the plaque, seen through the camera
 *   view    the same scene in 3D, turned by hand
 *   poster  the picture that the page shows from the start
 */

/** Where the visitor lands after each reason; the names are keys of `reasons` in translations/scene.yaml. */
export const LANDS_ON = Object.freeze({
  camera_insecure: "view",
  camera_missing: "view",
  camera_denied: "view",
  camera_dismissed: "view",
  camera_silent: "view",
  camera_busy: "view",
  camera_lost: "view",
  target_missing: "view",
  target_slow: "view",
  target_damaged: "view",
  tracker_failed: "view",
  webgl_missing: "poster",
  webgl_lost: "view",
  runtime_missing: "view",
  manifest_missing: "poster",
  manifest_slow: "poster",
  manifest_damaged: "poster",
  model_missing: "poster",
  model_slow: "poster",
  model_damaged: "poster",
});

/** A step of the ladder that cannot be taken, and why. */
export class Unavailable extends Error {
  /**
   * @param {keyof typeof LANDS_ON} reason
   * @param {{cause?: unknown}} [options]
   */
  constructor(reason, options) {
    super(reason, options);
    this.name = "Unavailable";
    this.reason = reason;
  }
}

/**
 * Say which steps can be tried, before anything is asked or fetched.
 *
 * @param {{mode: string, hasWebgl: boolean, isSecure: boolean, hasCamera: boolean}} device
 * @returns {{steps: string[], reason: string | null}} the steps, best first, and why the plaque is not among them.
 */
export function possibleSteps({ mode, hasWebgl, isSecure, hasCamera }) {
  if (!hasWebgl) return { steps: ["poster"], reason: "webgl_missing" };
  const below = ["view", "poster"];
  if (mode === "view") return { steps: below, reason: null };
  if (!isSecure) return { steps: below, reason: "camera_insecure" };
  if (!hasCamera) return { steps: below, reason: "camera_missing" };
  return { steps: ["plaque", ...below], reason: null };
}

/**
 * Say where a failure lands, and why. What fails in the 3D view always lands on the poster; an error that is not ours
 * is a fault of the running step.
 *
 * @param {unknown} error
 * @param {"plaque" | "view"} step the step that failed.
 * @returns {{step: string, reason: string}}
 */
export function landing(error, step) {
  const reason = error instanceof Unavailable ? error.reason : step === "plaque" ? "tracker_failed" : "runtime_missing";
  return { step: step === "view" ? "poster" : LANDS_ON[reason], reason };
}

/**
 * The sentence for the visitor: what happened, and what is shown instead.
 *
 * @param {{step: string, reason: string}} landed
 * @param {{reasons: Object<string, string>, lands: Object<string, string>}} strings
 */
export function explain({ step, reason }, strings) {
  return `${strings.reasons[reason]} ${strings.lands[step]}`;
}

/**
 * Try to open a graphics context, and give it back. A browser may know WebGL and still refuse it.
 *
 * @returns {boolean}
 */
export function canDraw() {
  const context = document.createElement("canvas").getContext("webgl2");
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return context !== null;
}

/**
 * Look at this browser without asking for anything.
 *
 * @param {string} mode "plaque" or "view".
 * @param {Window} [browser]
 */
export function lookAtDevice(mode, browser = window) {
  return {
    mode,
    hasWebgl: typeof browser.WebGL2RenderingContext === "function",
    isSecure: browser.isSecureContext,
    hasCamera: typeof browser.navigator.mediaDevices?.getUserMedia === "function",
  };
}
