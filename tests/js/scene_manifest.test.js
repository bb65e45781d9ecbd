import assert from "node:assert/strict";
import test from "node:test";

import { fetchManifest, inLanguage, readManifest } from "../../mangrove_ar/static/js/visits/scene/manifest.js";
import { fetchBytes } from "../../mangrove_ar/static/js/visits/scene/files.js";

const MODEL = { slug: "fiddler-crab", variants: { web: { url: "/files/1.glb" } }, scale: 0.5, position_m: [0, 0, 0.02], turn_deg: 30 };
const HOTSPOT = { model: "fiddler-crab", position_m: [0, 0.1, 0], title: { th: "ก้าม" }, text: { th: "ใหญ่" } };

const makeManifest = (changes) => ({
  version: 1,
  target: { url: "/files/2.mind", width_m: 0.2 },
  plaque_tilt_deg: 60,
  models: [MODEL],
  hotspots: [HOTSPOT],
  ...changes,
});
const bytesOf = (value) => new TextEncoder().encode(JSON.stringify(value)).buffer;
const answering = (body, status = 200) => async () => new Response(body, { status });

test("an ordinary manifest is read as it is", () => {
  assert.deepEqual(readManifest(bytesOf(makeManifest())), makeManifest());
});

test("a scene without a plaque is read, for the 3D view", () => {
  assert.equal(readManifest(bytesOf(makeManifest({ target: null }))).target, null);
});

const DAMAGES = {
  "another version": makeManifest({ version: 2 }),
  "no models": makeManifest({ models: [] }),
  "a marker without width": makeManifest({ target: { url: "/files/2.mind", width_m: 0 } }),
  "a tilt beyond the wall": makeManifest({ plaque_tilt_deg: 120 }),
  "a model without size": makeManifest({ models: [{ ...MODEL, scale: 0 }] }),
  "a pose that is not three numbers": makeManifest({ models: [{ ...MODEL, position_m: [0, null, 0] }] }),
  "a hotspot on a model that is not there": makeManifest({ hotspots: [{ ...HOTSPOT, model: "otter" }] }),
  "a list instead of a manifest": [],
};

for (const [name, damaged] of Object.entries(DAMAGES)) {
  test(`${name} is refused`, () => {
    assert.throws(() => readManifest(bytesOf(damaged)), { reason: "manifest_damaged" });
  });
}

test("a manifest cut off on its way is refused", () => {
  assert.throws(() => readManifest(bytesOf(makeManifest()).slice(0, 60)), { reason: "manifest_damaged" });
});

test("a manifest that is not there is missing, also when the network fails", async () => {
  await assert.rejects(fetchManifest("/m", { fetcher: answering("", 404) }), { reason: "manifest_missing" });
  const offline = async () => { throw new TypeError("Failed to fetch"); };
  await assert.rejects(fetchManifest("/m", { fetcher: offline }), { reason: "manifest_missing" });
});

test("a file that does not come in time is slow", async () => {
  const never = (_, { signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  await assert.rejects(fetchManifest("/m", { fetcher: never, limitMs: 5 }), { reason: "manifest_slow" });
});

test("a file shorter than its manifest says is damaged", async () => {
  await assert.rejects(fetchBytes("model", "/m", { sizeBytes: 9, fetcher: answering("12345678") }), { reason: "model_damaged" });
  assert.equal((await fetchBytes("model", "/m", { sizeBytes: 8, fetcher: answering("12345678") })).byteLength, 8);
});

test("a text not yet in English is shown in Thai", () => {
  assert.equal(inLanguage({ th: "ก้าม", en: "" }, "en"), "ก้าม");
  assert.equal(inLanguage({ th: "ก้าม", en: "claw" }, "en"), "claw");
});
