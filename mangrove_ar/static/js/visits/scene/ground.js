/** A soft shadow under each model, so that it stands instead of floating. */

import { Box3, BufferAttribute, CircleGeometry, Group, Mesh, MeshBasicMaterial, Vector3 } from "../../../vendor/three/three.js";

const DARKNESS = 0.45;
const SEGMENTS = 48;

/**
 * Make a dark disc under each model, fading to its rim.
 *
 * @param {Group[]} models posed, in the world's metres.
 * @returns {Group}
 */
export function shadeOn(models) {
  const shade = new Group();
  for (const model of models) shade.add(discUnder(model));
  return shade;
}

function discUnder(model) {
  const box = new Box3().setFromObject(model);
  const size = box.getSize(new Vector3());
  const radius = 0.6 * Math.max(size.x, size.z);
  const disc = new Mesh(fadingDisc(radius), new MeshBasicMaterial({ vertexColors: true, transparent: true, depthWrite: false }));
  disc.rotation.x = -Math.PI / 2;
  disc.position.set((box.min.x + box.max.x) / 2, box.min.y, (box.min.z + box.max.z) / 2);
  disc.renderOrder = -1;
  return disc;
}

/** Vertex 0 of a circle is its middle: opaque there, clear at the rim. */
function fadingDisc(radius) {
  const disc = new CircleGeometry(radius, SEGMENTS);
  const colours = new Float32Array(disc.attributes.position.count * 4);
  colours[3] = DARKNESS;
  disc.setAttribute("color", new BufferAttribute(colours, 4));
  return disc;
}
