/** The plaque that the models stand on: its board, its picture, and a grid in millimetres. */

import {
  BufferAttribute, BufferGeometry, Group, LineBasicMaterial, LineSegments, Mesh, MeshBasicMaterial, PlaneGeometry,
  SRGBColorSpace, TextureLoader,
} from "../../../vendor/three/three.js";

const GRID_M = 0.01;
/** Every fifth line is a strong one: 50 mm. */
const STRONG = 5;
const ROOM_IN_WIDTHS = 1.25;
const EDGE_M = 0.004;
const INK = 0x0a2a20;
const CARD = 0xfffdf5;
const GROUND = 0xe4efe2;

/**
 * @param {{width_m: number, height_m: number, picture: string | null}} plaque
 * @param {() => void} onChange the picture came.
 * @returns {{group: Group, lieFlat: () => void, stand: (tiltDeg: number) => void}} the group's x and y are those of the
 *   plaque's picture; flat, it lies where the models stand.
 */
export function makePlaque({ width_m: width, height_m: height, picture }, onChange) {
  const group = new Group();
  const room = Math.ceil((ROOM_IN_WIDTHS * width) / (STRONG * GRID_M)) * STRONG;
  const table = [sheet(2 * room * GRID_M, 2 * room * GRID_M, GROUND, -6), grid(room, 1, 0.12), grid(room, STRONG, 0.3)];
  const board = [sheet(width + 2 * EDGE_M, height + 2 * EDGE_M, INK, -5), sheet(width, height, CARD, -4)];
  group.add(...table, ...board);
  if (picture) showPicture(board[1], picture, onChange);
  const turn = (tiltDeg) => (group.rotation.x = ((tiltDeg - 90) * Math.PI) / 180);
  const showTable = (isShown) => table.forEach((one) => (one.visible = isShown));
  turn(0);
  return {
    group,
    lieFlat() {
      turn(0);
      showTable(true);
    },
    stand(tiltDeg) {
      turn(tiltDeg);
      showTable(false);
    },
  };
}

/**
 * Sheets on one level, drawn first and in this order, without depth, as the plaque in a camera's picture has none: all
 * that stands on it or reaches below it is drawn over it, as visitors see it.
 */
function sheet(width, height, color, order) {
  const made = new Mesh(new PlaneGeometry(width, height), new MeshBasicMaterial({ color, depthWrite: false, depthTest: false }));
  made.renderOrder = order;
  return made;
}

function showPicture(board, url, onChange) {
  new TextureLoader().load(url, (texture) => {
    texture.colorSpace = SRGBColorSpace;
    board.material.map = texture;
    board.material.color.set(0xffffff);
    board.material.needsUpdate = true;
    onChange();
  });
}

function grid(room, every, opacity) {
  const corners = [];
  const end = room * GRID_M;
  for (let line = -room; line <= room; line += every) {
    const at = line * GRID_M;
    corners.push(at, -end, 0, at, end, 0, -end, at, 0, end, at, 0);
  }
  const lines = new BufferGeometry();
  lines.setAttribute("position", new BufferAttribute(new Float32Array(corners), 3));
  const look = { color: INK, transparent: true, opacity, depthWrite: false };
  const made = new LineSegments(lines, new LineBasicMaterial(look));
  made.renderOrder = -3; // Over the picture too, so that places on it can be read.
  return made;
}
