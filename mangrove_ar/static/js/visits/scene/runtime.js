/** Fetches the large parts of the scene, those that draw and those that track, when a visitor has asked for them. */

import { withinTime } from "./holding.js";
import { Unavailable } from "./ladder.js";

const RUNTIME_LIMIT_MS = 45_000;

/** @returns {Promise<typeof import("./stage.js")>} with three. */
export function importStage() {
  return importInTime(import("./stage.js"));
}

/**
 * @template M
 * @param {Promise<M>} coming a module.
 * @returns {Promise<M>}
 * @throws {Unavailable} `runtime_missing`.
 */
export function importInTime(coming) {
  const missing = (cause) => new Unavailable("runtime_missing", { cause });
  const known = coming.catch((cause) => {
    throw missing(cause);
  });
  return withinTime(known, RUNTIME_LIMIT_MS, missing);
}
