/**
 * Plaque AR, from the tap to the way back: camera → loading → searching → found ⇄ lost. Each stage is named on the
 * screen and ends in time; leaving frees camera, worker and graphics memory.
 */

import { anchorScene } from "./anchor.js";
import { closeCamera, nextCamera, openCamera } from "./camera.js";
import { fetchBytes } from "./files.js";
import { Holding, withinTime } from "./holding.js";
import { mountHotspots } from "./hotspots.js";
import { Unavailable } from "./ladder.js";
import { Left, openLayer } from "./layer.js";
import { fetchManifest } from "./manifest.js";
import { importStage } from "./runtime.js";
import { importRuntime, openTracker } from "./tracker.js";

const PLAY_LIMIT_MS = 10_000;
/** After this long without the marker the layer gives better advice. */
const SEARCH_PATIENCE_MS = 15_000;

/**
 * Show the scene on the plaque until the visitor leaves.
 *
 * @param {{manifestUrl: string, strings: Object, language: string, onShown: () => void}} journey
 *   onShown: the marker was found.
 * @returns {Promise<"page" | "view">} where the visitor wants to go next.
 * @throws {Unavailable} the reason why the plaque cannot be used, or not any longer.
 */
export async function runAr(journey) {
  const layer = openLayer(journey.strings);
  const held = new Holding(layer.signal);
  try {
    const parts = loadParts(journey, layer, held);
    for (const coming of [parts, importRuntime()]) coming.catch(() => {}); // Both are waited for after the camera.
    for (let camera; ; ) camera = await lookThrough(camera, { ...journey, layer, parts });
  } catch (error) {
    if (error instanceof Left) return error.to;
    throw error;
  } finally {
    held.release();
    layer.close();
  }
}

/** Everything that does not depend on the camera; fetched while the visitor answers the browser's question. */
async function loadParts({ manifestUrl, strings, language }, layer, held) {
  const { signal, canvas, overlay } = layer;
  const manifest = await held.take(fetchManifest(manifestUrl, { signal }));
  if (!manifest.target) throw new Unavailable("target_missing");
  const { url, size_bytes: sizeBytes } = manifest.target;
  const target = held.take(fetchBytes("target", url, { sizeBytes, signal }));
  target.catch(() => {}); // It is waited for below, after the stage.
  const onLost = () => layer.fail(new Unavailable("webgl_lost"));
  const { openStage } = await held.take(importStage());
  const stage = await held.take(openStage(canvas, manifest, { signal, onLost }), (opened) => opened.close());
  const hotspots = mountHotspots({ layer: overlay, manifest, stage, language, strings });
  return { manifest, stage, hotspots, target: await target };
}

/**
 * Look for the plaque through one camera.
 *
 * @returns {Promise<string>} the camera to use next: another one, or the same again after the phone was turned.
 */
async function lookThrough(camera, { layer, parts, onShown }) {
  const held = new Holding(layer.signal);
  try {
    layer.say("opening_camera");
    const opened = await held.take(openCamera({ deviceId: camera }), ({ stream }) => closeCamera(stream));
    await held.take(showVideo(layer, opened.stream), () => (layer.video.srcObject = null));
    held.keep(playOnReturn(layer.video), (stop) => stop());
    layer.offerNextCamera(opened.cameras.length > 1);
    layer.say("loading");
    const { target, ...drawn } = await held.take(parts);
    await nextPaint(); // Warming up blocks the page for a second or two: let the words appear first.
    const scene = { ...drawn, video: layer.video, canvas: layer.canvas };
    const anchor = held.keep(anchorScene(scene), ({ stop }) => stop());
    const news = held.keep(stageNews(layer, onShown), ({ stop }) => stop());
    const follow = (world) => {
      anchor.setPose(world, tracker);
      news.tell(world !== null);
    };
    const tracker = await held.take(openTracker(target, layer.video, follow), (running) => running.stop());
    news.search();
    tracker.start();
    return await held.take(nextLook(layer, opened));
  } finally {
    held.release();
  }
}

async function showVideo({ video, fail }, stream) {
  stream.getVideoTracks()[0].addEventListener("ended", () => fail(new Unavailable("camera_lost")));
  video.srcObject = stream;
  await withinTime(video.play(), PLAY_LIMIT_MS, () => new Unavailable("camera_lost")).catch((cause) => {
    throw new Unavailable("camera_lost", { cause });
  });
}

/** iOS leaves the video paused when the visitor comes back from another app. */
function playOnReturn(video) {
  const play = () => document.hidden || video.play().catch(() => {}); // A camera that is gone tells so by itself.
  document.addEventListener("visibilitychange", play);
  return () => document.removeEventListener("visibilitychange", play);
}

/** A turned phone swaps the sides of the video: the tracker, made for one size, must be made again. */
function nextLook(layer, { cameras, deviceId }) {
  const turned = new Promise((resolve) => layer.video.addEventListener("resize", () => resolve(deviceId), { once: true }));
  const another = layer.nextCameraWanted().then(() => nextCamera(cameras, deviceId));
  return Promise.race([turned, another]);
}

/** Names searching, found and lost, each once when it begins. */
function stageNews(layer, onShown) {
  let [wasFound, patience] = [false, 0];
  const wait = () => (patience = setTimeout(() => layer.say("searching_long"), SEARCH_PATIENCE_MS));
  const change = (isFound) => {
    wasFound = isFound;
    clearTimeout(patience);
    layer.say(isFound ? "found" : "lost");
    if (isFound) onShown();
    else wait();
  };
  return {
    search() {
      layer.say("searching");
      wait();
    },
    tell: (isFound) => isFound !== wasFound && change(isFound),
    stop: () => clearTimeout(patience),
  };
}

function nextPaint() {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}
