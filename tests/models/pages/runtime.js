/** Loads a model as the scene does, coarse first, and tells what one drawn frame of each level shows. */

import {
  Box3, DirectionalLight, HemisphereLight, PerspectiveCamera, Scene, Sphere, Vector3, WebGLRenderer,
} from "/static/vendor/three/three.js";
import { loadModel, releaseModel } from "/static/js/visits/scene/models.js";

const EDGE_PX = 96;
const renderer = new WebGLRenderer({ alpha: true });
renderer.setSize(EDGE_PX, EDGE_PX);

/** @param {Object} model an entry as the manifest has them. */
window.showModel = async (model) => {
  const loaded = await loadModel(model, new AbortController().signal);
  const coarse = draw(loaded);
  const full = draw(await loaded.improve());
  releaseModel(loaded.group);
  return { coarse, full };
};

function draw({ group, clip }) {
  const sphere = new Box3().setFromObject(group).getBoundingSphere(new Sphere());
  const camera = new PerspectiveCamera(40, 1, sphere.radius / 10, sphere.radius * 10);
  camera.position.copy(sphere.center).add(new Vector3(0.4, 0.3, 1).setLength(sphere.radius * 3));
  camera.lookAt(sphere.center);
  const scene = new Scene().add(new HemisphereLight(0xffffff, 0x887755, 2), new DirectionalLight(), group);
  renderer.render(scene, camera);
  const { triangles } = renderer.info.render;
  return { triangles, clip: clip?.name ?? null, radius_m: sphere.radius, ...pixels() };
}

/** The share of pixels that the model covers, and how many colours it shows. */
function pixels() {
  const gl = renderer.getContext();
  const bytes = new Uint8Array(EDGE_PX * EDGE_PX * 4);
  gl.readPixels(0, 0, EDGE_PX, EDGE_PX, gl.RGBA, gl.UNSIGNED_BYTE, bytes);
  const seen = new Uint32Array(bytes.buffer).filter((_, pixel) => bytes[pixel * 4 + 3] === 255);
  return { cover: seen.length / EDGE_PX ** 2, colours: new Set(seen).size };
}
