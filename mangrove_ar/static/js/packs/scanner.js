/** A camera in the page that looks for one QR code. */

import { closeCamera, openCamera } from "../visits/scene/camera.js";
import { readFrame, sentenceWhile, sizeToRead } from "./reading.js";

const PAUSE_MS = 80;
/** The lens is opened for the tracker, which needs few pixels; small codes need more, where the camera has them. */
const SHARP = { width: { ideal: 1280 }, height: { ideal: 720 } };

/**
 * Look through the rear camera until a code is read.
 *
 * @param {HTMLVideoElement} video shows what the camera sees
 * @param {{signal: AbortSignal, say: (key: string) => void, open?: typeof openCamera}} options
 *   say: gets keys of `patrol.scanner` in translations/packs.yaml
 * @returns {Promise<string | null>} the text of the code; null when told to stop
 * @throws {import("../visits/scene/ladder.js").Unavailable} there is no camera to look through
 */
export async function scan(video, { signal, say, open = openCamera }) {
  say("opening");
  const { stream } = await open();
  try {
    await stream.getVideoTracks()[0].applyConstraints(SHARP).catch(() => {}); // Fewer pixels are still a picture.
    video.srcObject = stream;
    await video.play();
    return await lookFor(video, signal, say);
  } finally {
    video.srcObject = null;
    closeCamera(stream);
  }
}

async function lookFor(video, signal, say) {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const since = performance.now();
  let said;
  while (!signal.aborted) {
    const sentence = sentenceWhile(performance.now() - since);
    if (sentence !== said) say((said = sentence));
    const text = video.videoWidth ? readFrame(still(video, canvas, pen)) : null;
    if (text) return text;
    await new Promise((next) => setTimeout(next, PAUSE_MS));
  }
  return null;
}

function still(video, canvas, pen) {
  const { width, height } = sizeToRead(video.videoWidth, video.videoHeight);
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  pen.drawImage(video, 0, 0, width, height);
  return pen.getImageData(0, 0, width, height);
}
