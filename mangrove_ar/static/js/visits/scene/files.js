/** Fetches a file of the scene whole, within a time limit, and names what went wrong. */

import { Unavailable } from "./ladder.js";

/** A plaque in the forest has a weak signal: a model of 1 MB at 200 kbit/s takes 40 s. */
export const FILE_LIMIT_MS = 45_000;

/**
 * Fetch a file's bytes and check that all of them came.
 *
 * @param {"manifest" | "target" | "model"} what names the file in the reason of a failure.
 * @param {string} url
 * @param {{sizeBytes?: number, limitMs?: number, signal?: AbortSignal, fetcher?: typeof fetch}} [options]
 * @returns {Promise<ArrayBuffer>}
 * @throws {Unavailable} `<what>_missing`, `<what>_slow` or `<what>_damaged`.
 */
export async function fetchBytes(what, url, { sizeBytes, limitMs = FILE_LIMIT_MS, signal, fetcher = fetch } = {}) {
  const clock = new AbortController();
  const timer = setTimeout(() => clock.abort(), limitMs);
  const leave = () => clock.abort();
  signal?.addEventListener("abort", leave);
  try {
    const answer = await fetcher(url, { signal: clock.signal });
    if (!answer.ok) throw new Unavailable(`${what}_missing`);
    return whole(what, await answer.arrayBuffer(), sizeBytes);
  } catch (error) {
    if (error instanceof Unavailable) throw error;
    throw new Unavailable(clock.signal.aborted ? `${what}_slow` : `${what}_missing`, { cause: error });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", leave);
  }
}

function whole(what, bytes, sizeBytes) {
  if (sizeBytes !== undefined && bytes.byteLength !== sizeBytes) throw new Unavailable(`${what}_damaged`);
  return bytes;
}
