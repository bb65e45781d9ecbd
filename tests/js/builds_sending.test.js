import assert from "node:assert/strict";
import { test } from "node:test";

import { CHUNK_BYTES, encodeMetadata, fingerprint, nextPause, Refused, sendFile } from "../../mangrove_ar/static/js/builds/sending.js";
import { fill, makeQueue, metadataOf, reasonOf } from "../../mangrove_ar/static/js/builds/upload.js";

const PICTURE = { purpose: "picture" };
const TOKEN_URL = "/studio/form-token";

function makeFile(size, name = "ต้นแสม.jpg") {
  return Object.assign(new Blob([new Uint8Array(size).map((_, index) => index % 251)]), { name, lastModified: 7 });
}

function makeShelf() {
  const kept = new Map();
  return { kept, getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key) };
}

/** An error as the server answers it; with a language its message is for the reader. */
function refusal(status, code, message, language) {
  return Response.json({ error: { code, message } }, { status, headers: language ? { "Content-Language": language } : {} });
}

/**
 * A server that speaks tus; `loses(n)` says what becomes of its n-th call: "before", "after", or an answer.
 * `session` is who is signed in, if anybody, and the token of that session.
 */
function makeServer({ loses = () => null, session = { staff: 1, token: "t" } } = {}) {
  const uploads = new Map();
  const calls = [];
  const handle = async (address, { method, headers, body }) => {
    if (!session.staff) return refusal(401, "unauthorized", "Please sign in first, at /studio/sign-in.");
    if (address === TOKEN_URL) return Response.json({ csrf_token: session.token, staff: session.staff });
    if (method !== "HEAD" && headers["X-CSRFToken"] !== session.token) return refusal(400, "out_of_date", "Too long.", "en");
    if (method === "POST") {
      const location = `/studio/builds/uploads/${uploads.size + 1}/bytes`;
      uploads.set(location, { size: Number(headers["Upload-Length"]), bytes: Buffer.alloc(0), metadata: headers["Upload-Metadata"] });
      return new Response(null, { status: 201, headers: { Location: location } });
    }
    const upload = uploads.get(address);
    if (!upload) return refusal(404, "unknown", "No such upload.", "en");
    if (method === "DELETE") return uploads.delete(address), new Response(null, { status: 204 });
    if (method === "PATCH") {
      if (Number(headers["Upload-Offset"]) !== upload.bytes.length) return Response.json({ error: {} }, { status: 409 });
      upload.bytes = Buffer.concat([upload.bytes, Buffer.from(await body.arrayBuffer())]);
    }
    return new Response(null, { status: method === "HEAD" ? 200 : 204, headers: { "Upload-Offset": String(upload.bytes.length) } });
  };
  const ask = async (address, options) => {
    calls.push(options.method);
    const fate = loses(calls.length);
    if (fate === "before") throw new TypeError("no connection");
    const answer = fate instanceof Response ? fate : await handle(address, options);
    if (fate === "after") throw new TypeError("the answer is lost");
    return answer;
  };
  return { uploads, calls, session, ask };
}

function start(file, server, { shelf = makeShelf(), metadata = PICTURE, wait = async () => {} } = {}) {
  const told = [];
  const token = { value: "t", read: () => token.value, write: (fresh) => (token.value = fresh) };
  const where = { url: "/studio/builds/uploads/", tokenUrl: TOKEN_URL, staff: "1", token, metadata };
  const upload = sendFile(file, where, (...news) => told.push(news), { ask: server.ask, shelf, wait });
  return { upload, told, shelf };
}

function arrived(server) {
  const [upload] = server.uploads.values();
  return upload.bytes;
}

async function bytesOf(file) {
  return Buffer.from(await file.arrayBuffer());
}

test("a file arrives whole in chunks, and the page is told how far it is", async () => {
  const file = makeFile(2 * CHUNK_BYTES + 5);
  const server = makeServer();
  const { upload, told, shelf } = start(file, server);
  assert.equal(await upload.run(), "/studio/builds/uploads/1");
  assert.deepEqual(server.calls, ["POST", "PATCH", "PATCH", "PATCH"]);
  assert.ok(arrived(server).equals(await bytesOf(file)));
  assert.deepEqual(told.map(([, here]) => here), [0, CHUNK_BYTES, 2 * CHUNK_BYTES, file.size]);
  assert.equal(shelf.kept.size, 0);
});

for (const fate of ["before", "after"]) {
  test(`a connection lost ${fate} a chunk is kept goes on where the server stands`, async () => {
    const file = makeFile(2 * CHUNK_BYTES + 5);
    const server = makeServer({ loses: (call) => (call === 3 ? fate : null) });
    const { upload, told } = start(file, server);
    await upload.run();
    assert.ok(arrived(server).equals(await bytesOf(file)));
    assert.ok(told.some(([state]) => state === "offline"));
    assert.equal(server.calls.filter((method) => method === "POST").length, 1);
  });
}

test("the same file chosen again after a reload goes on", async () => {
  const file = makeFile(2 * CHUNK_BYTES);
  const shelf = makeShelf();
  const server = makeServer({ loses: (call) => (call === 3 ? "before" : null) });
  const first = start(file, server, { shelf, wait: async () => first.upload.pause() });
  assert.equal(await first.upload.run(), null);
  const { upload } = start(makeFile(2 * CHUNK_BYTES), server, { shelf });
  assert.equal(await upload.run(), "/studio/builds/uploads/1");
  assert.deepEqual(server.calls, ["POST", "PATCH", "PATCH", "HEAD", "PATCH"]);
});

test("a model with other words about it is another upload", () => {
  const file = makeFile(3);
  assert.notEqual(fingerprint(file, { slug: "a" }), fingerprint(file, { slug: "b" }));
  assert.equal(fingerprint(file, { a: "1", b: "2" }), fingerprint(makeFile(3), { b: "2", a: "1" }));
});

test("an upload that the server has forgotten begins anew", async () => {
  const file = makeFile(10);
  const shelf = makeShelf();
  shelf.setItem(fingerprint(file, PICTURE), "/studio/builds/uploads/gone/bytes");
  const server = makeServer();
  await start(file, server, { shelf }).upload.run();
  assert.deepEqual(server.calls, ["HEAD", "POST", "PATCH"]);
});

test("a refusal ends with the server's sentence and is not tried again", async () => {
  const no = () => refusal(422, "svg", "SVG is not taken.", "en");
  const server = makeServer({ loses: (call) => (call === 2 ? no() : null) });
  const { upload, shelf } = start(makeFile(10), server);
  await assert.rejects(upload.run(), (error) => error instanceof Refused && error.words === "SVG is not taken.");
  assert.equal(server.calls.length, 2);
  assert.equal(shelf.kept.size, 0);
});

test("a full disk is told in the server's words, and goes on when there is room", async () => {
  const full = () => refusal(507, "disk_full", "The disk is full.", "en");
  const server = makeServer({ loses: (call) => (call === 2 ? full() : null) });
  const file = makeFile(10);
  const { upload, told } = start(file, server);
  await upload.run();
  assert.ok(told.some(([state, , words]) => state === "busy" && words === "The disk is full."));
  assert.equal(arrived(server).length, 10);
});

test("whoever is signed out and in again goes on with a new token", async () => {
  const server = makeServer({ loses: (call) => (call === 3 && Object.assign(server.session, { staff: null }), null) });
  const file = makeFile(CHUNK_BYTES + 1);
  const { upload, shelf } = start(file, server);
  await assert.rejects(upload.run(), (error) => error.status === 401 && !error.isOfFile);
  assert.equal(shelf.kept.size, 1);
  Object.assign(server.session, { staff: 1, token: "new" });
  assert.equal(await upload.run(), "/studio/builds/uploads/1");
  assert.ok(arrived(server).equals(await bytesOf(file)));
  assert.equal(server.uploads.size, 1);
});

test("a token that went out of date is renewed while the file is sent", async () => {
  const server = makeServer({ loses: (call) => (call === 3 && Object.assign(server.session, { token: "new" }), null) });
  const { upload } = start(makeFile(2 * CHUNK_BYTES), server);
  assert.equal(await upload.run(), "/studio/builds/uploads/1");
  assert.deepEqual(server.calls, ["POST", "PATCH", "PATCH", "GET", "PATCH"]);
});

test("a file is not sent in the name of somebody else who signed in", async () => {
  const server = makeServer({ loses: (call) => (call === 3 && Object.assign(server.session, { staff: 2, token: "theirs" }), null) });
  const { upload, shelf } = start(makeFile(2 * CHUNK_BYTES), server);
  await assert.rejects(upload.run(), (error) => error.code === "other_person" && !error.isOfFile);
  assert.equal(arrived(server).length, CHUNK_BYTES);
  assert.equal(shelf.kept.size, 1);
});

for (const [status, code, language] of [[400, "bad_request"], [403, "forbidden"], [413, "request_entity_too_large"], [404, ""]]) {
  test(`what is refused with ${status} ${code}, but not for the file's sake, stays known`, async () => {
    const server = makeServer({ loses: (call) => (call === 2 ? refusal(status, code, "Some English.", language) : null) });
    const { upload, shelf } = start(makeFile(10), server);
    await assert.rejects(upload.run(), (error) => error.status === status && !error.isOfFile && error.words === "");
    assert.equal(shelf.kept.size, 1);
    assert.equal(await upload.run(), "/studio/builds/uploads/1");
  });
}

test("a busy server is told in the page's words where its own are not for the reader", async () => {
  const busy = () => refusal(503, "database_busy", "The database cannot answer just now.");
  const server = makeServer({ loses: (call) => (call === 2 ? busy() : null) });
  const { upload, told } = start(makeFile(10), server);
  await upload.run();
  assert.deepEqual(told.filter(([state]) => state === "busy").map(([, , words]) => words), [""]);
});

test("what went wrong is said in the page's language", () => {
  const words = { signed_out: "out", other_person: "other", forbidden: "no", failed: "failed" };
  assert.equal(reasonOf(new Refused(422, "svg", "ไม่รับ SVG"), words), "ไม่รับ SVG");
  assert.equal(reasonOf(new Refused(401, "unauthorized", ""), words), "out");
  assert.equal(reasonOf(new Refused(403, "other_person", ""), words), "other");
  assert.equal(reasonOf(new Refused(403, "forbidden", ""), words), "no");
  assert.equal(reasonOf(new Refused(413, "request_entity_too_large", ""), words), "failed");
  assert.equal(reasonOf(new Error("the file cannot be read"), words), "failed");
});

test("a paused upload goes on, a cancelled one is deleted", async () => {
  const server = makeServer({ loses: (call) => (call === 2 ? "before" : null) });
  const file = makeFile(CHUNK_BYTES + 1);
  const { upload, shelf } = start(file, server, { wait: async () => upload.pause() });
  assert.equal(await upload.run(), null);
  assert.equal(server.uploads.size, 1);
  await upload.cancel();
  assert.equal(server.uploads.size, 0);
  assert.equal(shelf.kept.size, 0);
});

test("Thai goes into a header as base64", () => {
  const header = encodeMetadata({ purpose: "picture", name: "แสม" });
  assert.match(header, /^purpose cGljdHVyZQ==,name [A-Za-z0-9+/=]+$/);
  assert.equal(Buffer.from(header.split(" ")[2], "base64").toString(), "แสม");
});

test("pauses grow, but not for ever", () => {
  assert.equal(nextPause(1_000), 2_000);
  assert.equal(nextPause(29_000), 30_000);
});

test("files are sent one after the other, also after one that fails", async () => {
  const order = [];
  const queue = makeQueue();
  const step = (name, work) => queue(async () => (order.push(`${name} begins`), await work, order.push(`${name} ends`)));
  await Promise.allSettled([step("one", Promise.resolve()), step("two", Promise.reject(new Error("no"))), step("three")]);
  assert.deepEqual(order, ["one begins", "one ends", "two begins", "three begins", "three ends"]);
});

test("the metadata are the form's words, without the token and the file", () => {
  const fields = [["csrf_token", "x"], ["slug", "crab"], ["replace", ""], ["file", { name: "a.glb" }]];
  assert.deepEqual(metadataOf({ dataset: { purpose: "model" } }, () => fields), { purpose: "model", slug: "crab" });
});

test("numbers go into a sentence, and unknown names stay", () => {
  assert.equal(fill("{percent} % of {what}", { percent: 5 }), "5 % of {what}");
});
