/**
 * Run the tracker over a clip, showing it each frame exactly once, and log what it says of each.
 * A canvas stands in for the video and a counter for the clock, so that a run depends on nothing but its input.
 */
import { Controller } from "./vendor/mind-ar/mindar-image.prod.js";

const WIDTH = 640;
const HEIGHT = 480;
const MIDDLE_CROP = 4;

const canvas = document.createElement("canvas");
canvas.width = WIDTH;
canvas.height = HEIGHT;
const context = canvas.getContext("2d", { willReadFrequently: true });
const picture = context.createImageData(WIDTH, HEIGHT);

let now = 0;
Date.now = () => now;

let onUpdate = () => {};
const controller = new Controller({
  inputWidth: WIDTH,
  inputHeight: HEIGHT,
  maxTrack: 1,
  onUpdate: (update) => onUpdate(update),
});

/**
 * @param {string} targetUrl one compiled target, or several in one file
 * @param {string} clipUrl grey frames one after the other, a byte for each pixel
 * @param {{fps: number, present: boolean[], mostMissed: number}} how in which frames there is a marker, and in how
 *   many of these it may be missed: after one more the rest of the clip is not shown
 * @returns {Promise<{tracked: boolean, matrix: number[] | null}[]>} for each frame shown, whether the tracker holds a
 *   marker, and the pose that a visitor would see.
 */
async function runClip(targetUrl, clipUrl, { fps, present, mostMissed }) {
  const [target, clip] = await Promise.all([bytes(targetUrl), bytes(clipUrl)]);
  const count = clip.byteLength / (WIDTH * HEIGHT);
  controller.addImageTargetsFromBuffer(target);
  controller.cropDetector.lastRandomIndex = MIDDLE_CROP;
  draw(clip, 0);
  controller.dummyRun(canvas);
  const log = [];
  let missed = 0;
  await new Promise((resolve) => {
    let matrix = null;
    onUpdate = (update) => {
      if (update.type === "updateMatrix") {
        matrix = update.worldMatrix;
        return;
      }
      const tracked = controller.trackingStates.some((state) => state.isTracking);
      if (present[log.length] && !tracked) missed += 1;
      log.push({ tracked, matrix });
      now = (log.length * 1000) / fps;
      if (log.length < count && missed <= mostMissed) {
        draw(clip, log.length);
      } else {
        controller.stopProcessVideo();
        resolve();
      }
    };
    controller.processVideo(canvas);
  });
  onUpdate = () => {};
  // The runtime looks at its stop sign only after the next animation frame.
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  return log;
}

async function bytes(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.arrayBuffer();
}

function draw(clip, number) {
  const grey = new Uint8Array(clip, number * WIDTH * HEIGHT, WIDTH * HEIGHT);
  const pixels = new Uint32Array(picture.data.buffer);
  for (let index = 0; index < grey.length; index += 1) pixels[index] = 0xff000000 | (grey[index] * 0x010101);
  context.putImageData(picture, 0, 0);
}

window.runClip = runClip;
