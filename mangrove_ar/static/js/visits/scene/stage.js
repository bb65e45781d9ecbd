/** Draws the models of a manifest with three: light, ground, animation; frees everything when it ends. */

import {
  AnimationMixer, Box3, DirectionalLight, Group, HemisphereLight, PerspectiveCamera, Scene, Sphere, Vector3, WebGLRenderer,
} from "../../../vendor/three/three.js";
import { Unavailable } from "./ladder.js";
import { loadModel, releaseModel } from "./models.js";
import { shadeOn } from "./ground.js";

/** More pixels than this cost frames and show nothing in sunlight. */
const MAX_PIXEL_RATIO = 2;

/**
 * @typedef {Object} Stage
 * @property {PerspectiveCamera} camera
 * @property {Group} world everything that stands on the plaque; metres, y up. Move this one.
 * @property {Map<string, Group>} models by slug; a group's own units are the model's metres.
 * @property {Sphere} bounds around all models, in the world's metres.
 * @property {boolean} canMove whether a model has an animation.
 * @property {Promise<void>} whole resolves when every model is there in full, or stays as coarse as it came.
 * @property {(width: number, height: number) => void} resize to CSS pixels.
 * @property {(seconds: number) => void} draw one frame, this long after the one before.
 * @property {() => void} close
 */

/**
 * Load every model and open the graphics context.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Object} manifest
 * @param {{signal: AbortSignal, onLost: () => void}} options onLost: the phone took the graphics memory away.
 * @returns {Promise<Stage>}
 * @throws {Unavailable} `model_` reasons or `webgl_missing`.
 */
export async function openStage(canvas, manifest, { signal, onLost }) {
  const loaded = await Promise.all(manifest.models.map((model) => loadModel(model, signal)));
  const renderer = openRenderer(canvas);
  canvas.addEventListener("webglcontextlost", onLost);
  const world = new Group();
  for (const { group } of loaded) world.add(group);
  const bounds = boundsOf(world);
  const shade = shadeOn(loaded.map(({ group }) => group));
  world.add(shade);
  const scene = lit(world);
  const camera = new PerspectiveCamera();
  const mixers = loaded.flatMap(play);
  const coarse = loaded.filter(({ improve }) => improve).length;
  canvas.dataset.level = coarse ? "coarse" : "full";
  const whole = improveAll(loaded, signal).then((better) => {
    mixers.push(...better.flatMap(play));
    canvas.dataset.level = better.length < coarse ? "coarse" : "full";
  });
  return {
    camera,
    world,
    models: new Map(loaded.map(({ slug, group }) => [slug, group])),
    bounds,
    canMove: manifest.models.some(({ animation }) => animation),
    whole,
    resize(width, height) {
      renderer.setPixelRatio(Math.min(devicePixelRatio, MAX_PIXEL_RATIO));
      renderer.setSize(width, height, false);
    },
    draw(seconds) {
      for (const mixer of mixers) mixer.update(seconds);
      renderer.render(scene, camera);
    },
    close() {
      canvas.removeEventListener("webglcontextlost", onLost);
      for (const mixer of mixers) mixer.stopAllAction();
      for (const { group } of loaded) releaseModel(group);
      releaseModel(shade);
      renderer.dispose();
      renderer.forceContextLoss(); // Else the browser keeps the context until it collects garbage.
    },
  };
}

/** Load the full levels one by one; on a weak signal a coarse one stays, which is better than none. */
async function improveAll(loaded, signal) {
  const better = [];
  for (const model of loaded) {
    const full = await model.improve?.().catch(() => null);
    if (signal.aborted) return [];
    if (full) better.push(full);
  }
  return better;
}

function openRenderer(canvas) {
  try {
    return new WebGLRenderer({ canvas, alpha: true, antialias: true });
  } catch (cause) {
    throw new Unavailable("webgl_missing", { cause });
  }
}

/** The sphere around the box's middle that holds every corner: a sphere around the box would leave a tree small. */
function boundsOf(world) {
  world.updateMatrixWorld(true); // Bones say where the corners of a skin are.
  const center = new Box3().setFromObject(world).getCenter(new Vector3());
  const [corner, sphere] = [new Vector3(), new Sphere(center, 0)];
  world.traverse((part) => {
    const corners = part.isMesh ? part.geometry.attributes.position.count : 0;
    for (let index = 0; index < corners; index += 1) {
      part.getVertexPosition(index, corner).applyMatrix4(part.matrixWorld);
      sphere.radius = Math.max(sphere.radius, corner.distanceTo(center));
    }
  });
  return sphere;
}

/** Sky above, light from mud and leaves below, and a sun over the reader's left shoulder. */
function lit(world) {
  const scene = new Scene();
  const sun = new DirectionalLight(0xfff4e0, 2.9);
  sun.position.set(-1, 2, 1.5);
  scene.add(new HemisphereLight(0xf2f8ff, 0x8a7a5c, 2.2), sun, world);
  return scene;
}

function play({ group, clip }) {
  if (!clip) return [];
  const mixer = new AnimationMixer(group);
  mixer.clipAction(clip).play();
  return [mixer];
}
