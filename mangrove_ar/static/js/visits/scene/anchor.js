/** Keeps the scene on the marker: takes the tracker's poses, draws over the video, hides what has no pose. */

import { coverProjection, scenePose } from "./pose.js";

/** Depth that is drawn, in widths of the marker. */
const NEAR = 0.05;
const FAR = 100;

/**
 * Draw the stage over a video until `stop`.
 *
 * @param {{stage: import("./stage.js").Stage, video: HTMLVideoElement, canvas: HTMLCanvasElement, manifest: Object,
 *   hotspots: {place: Function, hide: Function}}} parts
 * @returns {{setPose: (world: number[] | null, tracker: import("./tracker.js").Tracker) => void, stop: () => void}}
 */
export function anchorScene({ stage, video, canvas, manifest, hotspots }) {
  const frame = { width: 0, height: 0 };
  let [drawnAt, request, isBlank] = [performance.now(), 0, false];
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  stage.camera.matrixAutoUpdate = false;
  stage.world.visible = false;

  const fit = () => {
    [frame.width, frame.height] = [canvas.clientWidth, canvas.clientHeight];
    stage.resize(frame.width, frame.height);
  };
  const draw = (now) => {
    if (stage.world.visible || !isBlank) stage.draw(isStill ? 0 : (now - drawnAt) / 1000);
    [drawnAt, isBlank] = [now, !stage.world.visible];
    if (!isBlank) hotspots.place(frame);
    request = requestAnimationFrame(draw);
  };
  const sizes = new ResizeObserver(fit);
  sizes.observe(canvas);
  fit();
  request = requestAnimationFrame(draw);

  return {
    setPose(world, tracker) {
      stage.world.visible = world !== null;
      if (world === null) return hotspots.hide();
      lookFrom(stage.camera, world, { tracker, video, frame, manifest });
    },
    stop() {
      cancelAnimationFrame(request);
      sizes.disconnect();
      stage.world.visible = false;
      hotspots.hide();
      stage.draw(0);
    },
  };
}

/** The scene stays where it is, lit from above; the camera moves around it. */
function lookFrom(camera, world, { tracker, video, frame, manifest }) {
  const { target, plaque_tilt_deg: tiltDeg } = manifest;
  const { width: widthPx, height: heightPx } = tracker.markerPx;
  const pose = scenePose(world, { widthPx, heightPx, widthM: target.width_m, tiltDeg });
  camera.matrix.fromArray(pose).invert();
  camera.matrixWorldNeedsUpdate = true;
  const size = { width: video.videoWidth, height: video.videoHeight };
  const depth = { near: NEAR * target.width_m, far: FAR * target.width_m };
  camera.projectionMatrix.fromArray(coverProjection(tracker.focalPx, size, frame, depth));
  camera.projectionMatrixInverse.copy(camera.projectionMatrix).invert();
}
