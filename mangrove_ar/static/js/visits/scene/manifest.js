/** Reads a station's manifest and refuses one that the scene could not show. */

import { fetchBytes } from "./files.js";
import { Unavailable } from "./ladder.js";

const VERSION = 1;

/**
 * Fetch and check the manifest of a station.
 *
 * @param {string} url
 * @param {{signal?: AbortSignal, fetcher?: typeof fetch, limitMs?: number}} [options]
 * @throws {Unavailable} `manifest_missing`, `manifest_slow` or `manifest_damaged`.
 */
export async function fetchManifest(url, options = {}) {
  return readManifest(await fetchBytes("manifest", url, options));
}

/**
 * Parse a manifest and check what the scene rests on: version, target, sizes, poses, files.
 *
 * @param {ArrayBuffer} bytes
 * @throws {Unavailable} `manifest_damaged`, with the finding as its cause.
 */
export function readManifest(bytes) {
  try {
    const manifest = JSON.parse(new TextDecoder().decode(bytes));
    check(manifest);
    return manifest;
  } catch (error) {
    throw new Unavailable("manifest_damaged", { cause: error });
  }
}

/**
 * Take a localised text in the page's language, or in Thai, which every text has.
 *
 * @param {{th: string, en?: string}} text
 * @param {string} language
 */
export function inLanguage(text, language) {
  return text[language] || text.th;
}

function check({ version, target, plaque_tilt_deg: tilt, models, hotspots }) {
  demand(version === VERSION, `version ${version}`);
  if (target !== null) {
    demand(typeof target.url === "string" && target.width_m > 0, "target");
    demand(tilt >= 0 && tilt <= 90, `plaque_tilt_deg ${tilt}`);
  }
  demand(models.length > 0, "no model");
  const slugs = new Set(models.map(checkModel));
  for (const hotspot of hotspots) {
    demand(slugs.has(hotspot.model) && isPosition(hotspot.position_m), `hotspot on ${hotspot.model}`);
  }
}

function checkModel({ slug, variants, scale, position_m: position, turn_deg: turn }) {
  demand(typeof variants.web.url === "string", `${slug}: no web variant`);
  demand(scale > 0 && isPosition(position) && Number.isFinite(turn), `${slug}: pose`);
  return slug;
}

function isPosition(value) {
  return Array.isArray(value) && value.length === 3 && value.every(Number.isFinite);
}

function demand(holds, finding) {
  if (!holds) throw new TypeError(`manifest: ${finding}`);
}
