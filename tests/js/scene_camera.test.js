import assert from "node:assert/strict";
import test from "node:test";

import { nextCamera, openCamera, rearCameras } from "../../mangrove_ar/static/js/visits/scene/camera.js";

const device = (deviceId, label, kind = "videoinput") => ({ deviceId, label, kind });

const ANDROID = [
  device("0", "camera2 1, facing front"),
  device("m", "Microphone", "audioinput"),
  device("1", "camera2 0, facing back"),
];
const IPHONE = [
  device("f", "Front Camera"),
  device("u", "Back Ultra Wide Camera"),
  device("b", "Back Camera"),
  device("t", "Back Telephoto Camera"),
];
const IPHONE_IN_THAI = [
  device("f", "กล้องหน้า"),
  device("u", "กล้องอัลตร้าไวด์ด้านหลัง"),
  device("b", "กล้องหลัง"),
  device("t", "กล้องเทเลโฟโต้ด้านหลัง"),
];

const ids = (cameras) => cameras.map(({ deviceId }) => deviceId);

/** Cameras that open as the labels say; remembers what was asked for and which streams still run. */
function fakeMedia(devices, firstOpened) {
  const media = { asked: [], running: new Set() };
  media.enumerateDevices = async () => devices;
  media.getUserMedia = async ({ video }) => {
    media.asked.push(video);
    const { deviceId, label } = devices.find((one) => one.deviceId === (video.deviceId?.exact ?? firstOpened));
    const track = { label, getSettings: () => ({ deviceId }), stop: () => media.running.delete(deviceId) };
    media.running.add(deviceId);
    return { getTracks: () => [track], getVideoTracks: () => [track] };
  };
  return media;
}

const refusing = (name) => ({ getUserMedia: async () => { throw new DOMException("no", name); } });
const permission = (state) => ({ query: async () => ({ state }) });

test("rear cameras are known by English and by Thai labels, the ordinary lens first", () => {
  assert.deepEqual(ids(rearCameras(ANDROID)), ["1"]);
  assert.deepEqual(ids(rearCameras(IPHONE)), ["b", "u", "t"]);
  assert.deepEqual(ids(rearCameras(IPHONE_IN_THAI)), ["b", "u", "t"]);
});

test("labels that tell nothing hide no camera", () => {
  assert.deepEqual(ids(rearCameras([device("a", ""), device("b", ""), device("m", "", "audioinput")])), ["a", "b"]);
});

test("the next camera comes round to the first", () => {
  assert.equal(nextCamera(["b", "u", "t"], "u"), "t");
  assert.equal(nextCamera(["b", "u", "t"], "t"), "b");
});

test("the rear camera is asked for by its facing, at the tracker's size", async () => {
  const media = fakeMedia(ANDROID, "1");
  const { deviceId, cameras } = await openCamera({ media, permissions: null });
  assert.equal(deviceId, "1");
  assert.deepEqual(cameras, ["1"]);
  assert.deepEqual(media.asked, [{ width: { ideal: 640 }, height: { ideal: 480 }, facingMode: "environment" }]);
});

for (const [language, devices] of [["English", IPHONE], ["Thai", IPHONE_IN_THAI]]) {
  test(`an ultra wide lens is given back for the ordinary one, labels in ${language}`, async () => {
    const media = fakeMedia(devices, "u");
    assert.equal((await openCamera({ media, permissions: null })).deviceId, "b");
    assert.deepEqual([...media.running], ["b"]);
  });

  test(`a front camera is given back for the rear one, labels in ${language}`, async () => {
    const media = fakeMedia(devices, "f");
    assert.equal((await openCamera({ media, permissions: null })).deviceId, "b");
    assert.deepEqual([...media.running], ["b"]);
  });
}

test("a camera that the visitor chose is kept, whatever its lens", async () => {
  const media = fakeMedia(IPHONE, "b");
  assert.equal((await openCamera({ media, permissions: null, deviceId: "u" })).deviceId, "u");
});

const REFUSALS = [
  ["a refusal", refusing("NotAllowedError"), permission("denied"), "camera_denied"],
  ["a question closed without an answer", refusing("NotAllowedError"), permission("prompt"), "camera_dismissed"],
  ["a refusal where the browser keeps no such permission", refusing("NotAllowedError"), { query: async () => { throw new TypeError("camera"); } }, "camera_denied"],
  ["a device without a camera", refusing("NotFoundError"), permission("prompt"), "camera_missing"],
  ["a camera that another app holds", refusing("NotReadableError"), permission("granted"), "camera_busy"],
  ["a page that is not secure", null, null, "camera_insecure"],
];

for (const [name, media, permissions, reason] of REFUSALS) {
  test(`${name} is told as ${reason}`, async () => {
    await assert.rejects(openCamera({ media, permissions }), { name: "Unavailable", reason });
  });
}

test("a question never answered ends in time, and a late yes switches the camera off again", async () => {
  const media = fakeMedia(ANDROID, "1");
  const open = media.getUserMedia;
  let answer;
  media.getUserMedia = (constraints) => new Promise((resolve) => (answer = async () => resolve(await open(constraints))));
  await assert.rejects(openCamera({ media, permissions: null, limitMs: 5 }), { reason: "camera_silent" });
  await answer();
  await new Promise(setImmediate);
  assert.deepEqual([...media.running], []);
});
