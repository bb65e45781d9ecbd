/** Loads the models of the manifest, coarse first, and sets each in its place on the plaque. */

import { GLTFLoader, Group, MeshoptDecoder } from "../../../vendor/three/three.js";
import { fetchBytes } from "./files.js";
import { Unavailable } from "./ladder.js";

/**
 * @typedef {Object} LoadedModel
 * @property {string} slug
 * @property {Group} group posed; its own units are the model's metres.
 * @property {Object | null} clip the animation that the manifest names; a coarse level has none.
 * @property {(() => Promise<LoadedModel>) | null} improve loads the full level into the same group; null if it is there.
 */

/**
 * Load a model: its coarse level if there is one, which is small, else the full one.
 *
 * @param {Object} model an entry of the manifest's `models`.
 * @param {AbortSignal} signal
 * @returns {Promise<LoadedModel>}
 * @throws {Unavailable} `model_missing`, `model_slow` or `model_damaged`.
 */
export async function loadModel(model, signal) {
  const group = new Group();
  group.position.set(...model.position_m);
  group.rotation.y = (model.turn_deg * Math.PI) / 180;
  group.scale.setScalar(model.scale);
  const fill = (variant) => fillWith(group, model, variant, signal);
  if (!model.variants.coarse) return { ...(await fill(model.variants.web)), improve: null };
  return { ...(await fill(model.variants.coarse)), improve: () => fill(model.variants.web) };
}

async function fillWith(group, model, { url, size_bytes: sizeBytes }, signal) {
  const bytes = await fetchBytes("model", url, { sizeBytes, signal });
  const loader = new GLTFLoader().setMeshoptDecoder(MeshoptDecoder);
  const { scene, animations } = await loader.parseAsync(bytes, "").catch((cause) => {
    throw new Unavailable("model_damaged", { cause });
  });
  for (const former of [...group.children]) {
    releaseModel(former);
    group.remove(former);
  }
  group.add(scene);
  return { slug: model.slug, group, clip: animations.find(({ name }) => name === model.animation) ?? null };
}

/** Free what a loaded model holds on the graphics card. */
export function releaseModel(group) {
  group.traverse((part) => {
    part.geometry?.dispose();
    part.skeleton?.dispose();
    for (const material of [part.material].flat().filter(Boolean)) releaseMaterial(material);
  });
}

function releaseMaterial(material) {
  for (const texture of Object.values(material)) {
    if (!texture?.isTexture) continue;
    texture.dispose();
    texture.source.data?.close?.(); // An ImageBitmap keeps its pixels until it is closed.
  }
  material.dispose();
}
