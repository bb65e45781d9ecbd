/** The corners of a loaded model, in its own metres: for asking what lies on it. */

import { Vector3 } from "../../../vendor/three/three.js";

/** @param {import("./figures.js").Figure} figure read once, when it is first asked for. @returns {Float32Array} */
export function cornersOf(figure) {
  figure.corners ??= readCorners(figure);
  return figure.corners;
}

function readCorners({ group, shade }) {
  const [corners, corner, back] = [[], new Vector3(), group.matrixWorld.clone().invert()];
  const read = (part) => {
    const count = part.isMesh && part.parent !== shade ? part.geometry.attributes.position.count : 0;
    for (let index = 0; index < count; index += 1) {
      part.getVertexPosition(index, corner).applyMatrix4(part.matrixWorld).applyMatrix4(back);
      corners.push(corner.x, corner.y, corner.z);
    }
  };
  group.traverse(read);
  return new Float32Array(corners);
}
