/** Loads one model of the manifest and sets it in its place on the plaque. */

import { GLTFLoader, Group } from "../../../vendor/three/three.js";
import { fetchBytes } from "./files.js";
import { Unavailable } from "./ladder.js";

/**
 * Load a model's web variant.
 *
 * @param {Object} model an entry of the manifest's `models`.
 * @param {AbortSignal} signal
 * @returns {Promise<{slug: string, group: Group, clip: Object | null}>} group: posed; its own units are the model's
 *   metres. clip: the animation that the manifest names.
 * @throws {Unavailable} `model_missing`, `model_slow` or `model_damaged`.
 */
export async function loadModel(model, signal) {
  const { url, size_bytes: sizeBytes } = model.variants.web;
  const bytes = await fetchBytes("model", url, { sizeBytes, signal });
  const { scene, animations } = await new GLTFLoader().parseAsync(bytes, "").catch((cause) => {
    throw new Unavailable("model_damaged", { cause });
  });
  const group = new Group();
  group.add(scene);
  group.position.set(...model.position_m);
  group.rotation.y = (model.turn_deg * Math.PI) / 180;
  group.scale.setScalar(model.scale);
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
