/** Opens the rear camera, and tells apart the ways in which there is none. */

import { withinTime } from "./holding.js";
import { Unavailable } from "./ladder.js";

/** A visitor may read the browser's question; after this it is taken as never answered. */
const ANSWER_LIMIT_MS = 30_000;
/** The tracker needs no more: at 1280 by 720 it reaches a third of the frames. */
const SIZE = { width: { ideal: 640 }, height: { ideal: 480 } };

const REAR = /back|rear|environment|หลัง/i;
const SPECIAL_LENS = /ultra|wide|tele|depth|macro|infrared|อัลตร[้]?า|ไวด์|มุมกว้าง|เทเล|ซูม|มาโคร|อินฟราเรด/i;

const REASONS = {
  NotFoundError: "camera_missing",
  OverconstrainedError: "camera_missing",
  SecurityError: "camera_insecure",
  NotReadableError: "camera_busy",
  AbortError: "camera_busy",
};

/**
 * Open the rear camera, or the one that is named.
 *
 * @param {{deviceId?: string, limitMs?: number, media?: MediaDevices, permissions?: Permissions}} [options]
 * @returns {Promise<{stream: MediaStream, deviceId: string, cameras: string[]}>} cameras: ids to change between.
 * @throws {Unavailable} one of the `camera_` reasons.
 */
export async function openCamera({
  deviceId,
  limitMs = ANSWER_LIMIT_MS,
  media = navigator.mediaDevices,
  permissions = navigator.permissions,
} = {}) {
  if (!media?.getUserMedia) throw new Unavailable("camera_insecure");
  let stream = await ask(media, permissions, choice(deviceId), limitMs);
  const cameras = rearCameras(await media.enumerateDevices());
  if (!deviceId && isWrongLens(stream, cameras)) {
    closeCamera(stream);
    stream = await ask(media, permissions, choice(cameras[0].deviceId), limitMs);
  }
  return { stream, deviceId: idOf(stream), cameras: cameras.map((camera) => camera.deviceId) };
}

/** @param {MediaStream} stream */
export function closeCamera(stream) {
  for (const track of stream.getTracks()) track.stop();
}

/**
 * The rear cameras, ordinary lens first; every camera when no label tells front from rear.
 *
 * @param {{kind: string, label: string, deviceId: string}[]} devices
 */
export function rearCameras(devices) {
  const cameras = devices.filter((device) => device.kind === "videoinput");
  const rear = cameras.filter((camera) => REAR.test(camera.label));
  const special = (camera) => Number(SPECIAL_LENS.test(camera.label));
  return [...(rear.length ? rear : cameras)].sort((a, b) => special(a) - special(b));
}

/**
 * @param {string[]} cameras
 * @param {string} current
 */
export function nextCamera(cameras, current) {
  return cameras[(cameras.indexOf(current) + 1) % cameras.length];
}

function choice(deviceId) {
  return { audio: false, video: { ...SIZE, ...(deviceId ? { deviceId: { exact: deviceId } } : { facingMode: "environment" }) } };
}

/** The browser was asked for a rear camera; believe the labels when it gave another, or a special lens. */
function isWrongLens(stream, [best]) {
  const label = stream.getVideoTracks()[0].label;
  if (!best || !REAR.test(best.label)) return false;
  return !REAR.test(label) || (SPECIAL_LENS.test(label) && !SPECIAL_LENS.test(best.label));
}

function idOf(stream) {
  return stream.getVideoTracks()[0].getSettings().deviceId;
}

async function ask(media, permissions, constraints, limitMs) {
  const asked = media.getUserMedia(constraints);
  const giveUp = () => {
    asked.then(closeCamera, () => {}); // A late "yes" must not leave the camera's light on.
    return new Unavailable("camera_silent");
  };
  try {
    return await withinTime(asked, limitMs, giveUp);
  } catch (error) {
    if (error instanceof Unavailable) throw error;
    throw new Unavailable(await reasonOf(error, permissions), { cause: error });
  }
}

async function reasonOf(error, permissions) {
  if (error.name !== "NotAllowedError") return REASONS[error.name] ?? "camera_busy";
  return (await stateOf(permissions)) === "prompt" ? "camera_dismissed" : "camera_denied";
}

/** Some browsers do not know a permission called camera; for them a refusal stays a refusal. */
async function stateOf(permissions) {
  const status = await permissions?.query({ name: "camera" }).catch(() => null);
  return status?.state;
}
