/**
 * Follows the marker in a video. The only file that knows mind-ar: another tracker can take its place by giving the
 * same `Tracker`.
 *
 * @typedef {Object} Tracker
 * @property {{width: number, height: number}} markerPx size of the compiled marker, the unit of the poses.
 * @property {number} focalPx the focal length that the poses assume, in video pixels.
 * @property {() => void} start look for the marker and tell each pose.
 * @property {() => void} stop free the worker and the memory of the graphics card; the tracker cannot start again.
 */

import { Unavailable } from "./ladder.js";
import { importInTime } from "./runtime.js";

const RUNTIME = "../../../vendor/mind-ar/mindar-image.prod.js";
/**
 * One-Euro filter. A still plaque does not tremble without it (0.00 px between frames, noise 5 of 255), and what calms
 * a hand lags behind it: the corners of a moving plaque are 0.8 px off with these values, 10 px with 0.0001 and 0.001.
 */
const FILTER = { filterMinCF: 0.001, filterBeta: 1000 };
/**
 * What a phone's main lens sees along the longer side of a 4:3 video. No browser tells it; the runtime takes 45° from
 * top to bottom, which is far off when a phone is held upright: seen through a lens of 65°, a box stood a third of the
 * screen beside its place (overlap 0.40 to 0.54), and with this value on it (0.92 to 0.99; lenses of 58° to 70°: 0.85
 * to 0.94).
 */
const LENS_DEG = 65;

/** Begin to fetch the tracker, so that it is here when the camera is open. */
export function importRuntime() {
  return importInTime(import(RUNTIME));
}

/**
 * Load the tracker and warm it up on one frame, so that the first search is not slow.
 *
 * @param {ArrayBuffer} target a compiled marker (.mind).
 * @param {HTMLVideoElement} video playing; its size must not change while the tracker lives.
 * @param {(world: number[] | null) => void} onPose the marker's pose, null when it is lost.
 * @returns {Promise<Tracker>}
 * @throws {Unavailable} `runtime_missing`, `target_damaged` or `tracker_failed`.
 */
export async function openTracker(target, video, onPose) {
  const { Controller } = await importRuntime();
  const { videoWidth: inputWidth, videoHeight: inputHeight } = video;
  [video.width, video.height] = [inputWidth, inputHeight]; // The runtime draws the video at its attributes' size.
  const onUpdate = (news) => news.type === "updateMatrix" && onPose(news.worldMatrix);
  const controller = build(() => new Controller({ inputWidth, inputHeight, maxTrack: 1, onUpdate, ...FILTER }), "tracker_failed");
  const focalPx = assumeLens(controller, inputWidth, inputHeight);
  try {
    const [[width, height]] = build(() => controller.addImageTargetsFromBuffer(target), "target_damaged").dimensions;
    build(() => controller.dummyRun(video), "tracker_failed");
    return {
      markerPx: { width, height },
      focalPx,
      start: () => controller.processVideo(video),
      stop: () => release(controller),
    };
  } catch (error) {
    release(controller);
    throw error;
  }
}

/** Must come before the target is added: the runtime hands its lens to the worker then. */
function assumeLens(controller, width, height) {
  const focalPx = Math.max(width, height) / 2 / Math.tan((LENS_DEG * Math.PI) / 360);
  controller.projectionTransform = [[focalPx, 0, width / 2], [0, focalPx, height / 2], [0, 0, 1]];
  return focalPx;
}

function build(step, reason) {
  try {
    return step();
  } catch (cause) {
    throw new Unavailable(reason, { cause });
  }
}

/**
 * The runtime keeps its worker, its tensors and its shaders when it is told to stop. Its loop waits either for the
 * worker, which then never answers, or for the next frame, where it sees that it was stopped; so the memory can go
 * at once. The engine is the one that tfjs shares with the page under this name.
 */
function release(controller) {
  controller.onUpdate = null;
  controller.stopProcessVideo();
  controller.worker.onmessage = null;
  controller.worker.terminate();
  const engine = globalThis._tfengine;
  const context = engine.backendInstance?.gpgpu?.gl;
  engine.reset();
  context?.getExtension("WEBGL_lose_context")?.loseContext();
}
