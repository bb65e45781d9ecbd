import assert from "node:assert/strict";
import { test } from "node:test";

import { ADVICE_AFTER_MS, LONGEST_SIDE_PX, readFrame, sentenceWhile, sizeToRead } from "../../mangrove_ar/static/js/packs/reading.js";
import encodeQR from "../../mangrove_ar/static/vendor/qr/index.js";

const ADDRESS = "HTTPS://TRAIL.EXAMPLE/S/RA520806";
const MUD = 120;

/** A grey wall of 640 by 480 with a QR code on a white board, `modulePx` pixels a module; light goes from 0 to 1. */
function wall(text, { modulePx = 5, light = 1 } = {}) {
  const frame = { width: 640, height: 480, data: new Uint8ClampedArray(640 * 480 * 4).fill(MUD * light) };
  const modules = encodeQR(text, "raw", { ecc: "quartile", border: 4 });
  const side = modules.length * modulePx;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const isDark = modules[Math.floor(y / modulePx)][Math.floor(x / modulePx)];
      const place = 4 * ((y + 90) * 640 + x + 170);
      frame.data.fill((isDark ? 30 : 240) * light, place, place + 3);
    }
  }
  return frame;
}

test("the code of a plaque is read out of a frame", () => {
  assert.equal(readFrame(wall(ADDRESS)), ADDRESS);
});

test("a code in deep shade and at few pixels a module is read", () => {
  assert.equal(readFrame(wall(ADDRESS, { light: 0.3 })), ADDRESS);
  assert.equal(readFrame(wall(ADDRESS, { modulePx: 3 })), ADDRESS);
});

test("a foreign address is read as it stands", () => {
  assert.equal(readFrame(wall("https://evil.example/s/RA520806")), "https://evil.example/s/RA520806");
});

test("a wall without a code is a miss, not a fault", () => {
  assert.equal(readFrame({ width: 640, height: 480, data: new Uint8ClampedArray(640 * 480 * 4).fill(MUD) }), null);
});

test("a frame that is none is a fault, not a miss", () => {
  assert.throws(() => readFrame({ width: 0, height: 0, data: new Uint8ClampedArray() }), RangeError);
});

test("a large frame is read smaller in the same shape, a small one as it is", () => {
  assert.deepEqual(sizeToRead(1920, 1080), { width: LONGEST_SIDE_PX, height: 720 });
  assert.deepEqual(sizeToRead(1080, 1920), { width: 720, height: LONGEST_SIDE_PX });
  assert.deepEqual(sizeToRead(640, 480), { width: 640, height: 480 });
});

test("advice comes when nothing is read for a while", () => {
  assert.equal(sentenceWhile(0), "looking");
  assert.equal(sentenceWhile(ADVICE_AFTER_MS), "advice");
});
