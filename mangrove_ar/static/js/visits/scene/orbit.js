/** How the 3D view turns: an eye on a sphere around the scene. Pure; angles in radians, lengths in metres. */

/** Vertical field of view of the 3D view. */
export const VIEW_ANGLE_DEG = 40;

const LOWEST = 0.02;
const HIGHEST = 1.45;
const NEAREST = 0.4;
const FARTHEST = 2.5;
/** Share of the sphere around a scene that the frame holds: from no side does a scene fill all of it. */
const ROOM = 1;

/**
 * The first look: a little from the side and above, with the whole scene in the frame.
 *
 * @param {{center: {x: number, y: number, z: number}, radius: number}} bounds
 * @param {number} aspect width of the frame over its height.
 */
export function firstLook({ center, radius }, aspect) {
  const half = (VIEW_ANGLE_DEG * Math.PI) / 360;
  const narrow = Math.min(half, Math.atan(Math.tan(half) * aspect));
  return { center, fit: (ROOM * radius) / Math.sin(narrow), turn: 0.5, rise: 0.25, zoom: 1 };
}

/**
 * Turn, rise or come closer, within what still shows the scene from outside and above the ground.
 *
 * @param {ReturnType<typeof firstLook>} look
 * @param {{turn?: number, rise?: number, zoom?: number}} change zoom: factor on the distance.
 */
export function turned(look, { turn = 0, rise = 0, zoom = 1 }) {
  return {
    ...look,
    turn: look.turn + turn,
    rise: Math.min(HIGHEST, Math.max(LOWEST, look.rise + rise)),
    zoom: Math.min(FARTHEST, Math.max(NEAREST, look.zoom * zoom)),
  };
}

/** @param {ReturnType<typeof firstLook>} look @returns {number[]} x, y, z of the eye. */
export function eyeOf({ center, fit, turn, rise, zoom }) {
  const distance = fit * zoom;
  const flat = distance * Math.cos(rise);
  return [center.x + flat * Math.sin(turn), center.y + distance * Math.sin(rise), center.z + flat * Math.cos(turn)];
}
