/** Reads QR codes out of camera frames, and decides what to tell. Pure: pixels and times come in as arguments. */

import decodeQR from "../../vendor/qr/decode.js";

/** More pixels tell the reader nothing and take its time. */
export const LONGEST_SIDE_PX = 1280;
/** A frame without a code is let go after this; the next one comes at once. */
const READ_LIMIT_MS = 60;
/** Who has held the phone to a plaque so long without success needs advice. */
export const ADVICE_AFTER_MS = 8_000;

/**
 * Read the QR code in a frame.
 *
 * @param {{width: number, height: number, data: Uint8ClampedArray}} frame red, green, blue, alpha
 * @returns {string | null} its text; null where no code can be read
 */
export function readFrame(frame) {
  try {
    return decodeQR(frame, { timeLimit: READ_LIMIT_MS }) || null;
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) throw error; // A wrong call; a miss is a plain Error.
    return null;
  }
}

/**
 * The size in which a frame is read: its own, or smaller in the same shape.
 *
 * @param {number} width
 * @param {number} height
 */
export function sizeToRead(width, height) {
  const scale = Math.min(1, LONGEST_SIDE_PX / Math.max(width, height));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

/**
 * Which sentence stands below the picture while nothing is read.
 *
 * @param {number} lookingMs how long the camera has looked
 * @returns {"looking" | "advice"} keys of `patrol.scanner` in translations/packs.yaml
 */
export function sentenceWhile(lookingMs) {
  return lookingMs < ADVICE_AFTER_MS ? "looking" : "advice";
}
