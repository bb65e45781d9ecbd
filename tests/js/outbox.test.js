import assert from "node:assert/strict";
import { test } from "node:test";

import { openOutbox } from "../../mangrove_ar/static/js/progress/outbox.js";
import { stampsOf } from "../../mangrove_ar/static/js/progress/stamps.js";

const HERE = "stilt-root-forest";
const SCAN = { kind: "station_opened", code: "RA520806" };

function makeShelf() {
  const stores = { events: new Map(), facts: new Map() };
  return {
    all: async (store) => [...stores[store].values()].map((row) => structuredClone(row)),
    put: async (store, row) => void stores[store].set(row.id ?? row.name, structuredClone(row)),
    remove: async (store, key) => void stores[store].delete(key),
    clear: async () => Object.values(stores).forEach((store) => store.clear()),
  };
}

/** A server that keeps events by id, as the real one does. */
function makeServer({ refuse = () => false, isReplaced = () => false } = {}) {
  const kept = new Map();
  const calls = [];
  const send = async (_url, { method, body }) => {
    calls.push(method);
    if (method === "DELETE") return new Response(null, { status: 204 });
    const { events } = JSON.parse(body);
    if (events.some(refuse)) return Response.json({ error: {} }, { status: 422 });
    const results = events.map((event) => {
      if (isReplaced(event)) return { id: event.id, outcome: "refused", reason: "plaque_replaced" };
      const known = kept.get(event.id);
      kept.set(event.id, known ?? JSON.stringify(event));
      return { id: event.id, outcome: known ? "known" : "stored" };
    });
    return Response.json({ results });
  };
  return { kept, calls, send };
}

test("what happened is kept before anything is sent", async () => {
  const outbox = openOutbox({ shelf: makeShelf(), send: async () => Promise.reject(new TypeError("no signal")) });
  await outbox.add(HERE, SCAN);
  assert.deepEqual(await outbox.flush(), { waiting: 1, sent: 0, refused: 0 });
  assert.equal((await outbox.events())[0].station, HERE);
});

test("waiting events go out when the signal returns, and only once", async () => {
  const server = makeServer();
  let signal = false;
  const outbox = openOutbox({
    shelf: makeShelf(),
    send: (...call) => (signal ? server.send(...call) : Promise.reject(new TypeError("no signal"))),
  });
  await outbox.add(HERE, SCAN);
  await outbox.flush();
  signal = true;
  assert.deepEqual(await outbox.flush(), { waiting: 0, sent: 1, refused: 0 });
  await outbox.flush();
  assert.deepEqual(server.calls, ["POST"]);
});

test("what happens while a batch is under way goes out in the next round", async () => {
  const server = makeServer();
  let arrive;
  const arrival = new Promise((resolve) => (arrive = resolve));
  const outbox = openOutbox({
    shelf: makeShelf(),
    send: async (...call) => {
      if (server.calls.length === 0) await arrival;
      return server.send(...call);
    },
  });
  await outbox.add(HERE, SCAN);
  const first = outbox.flush();
  await new Promise((resolve) => setTimeout(resolve, 5));
  await outbox.add(HERE, { kind: "scene_shown", code: SCAN.code });
  const second = outbox.flush();
  assert.equal(outbox.flush(), second);
  arrive();
  await first;
  assert.deepEqual(await second, { waiting: 0, sent: 2, refused: 0 });
  assert.equal(server.kept.size, 2);
});

test("an answer that was lost on the way is asked for again under the same id", async () => {
  const server = makeServer();
  let lost = true;
  const outbox = openOutbox({
    shelf: makeShelf(),
    send: async (...call) => {
      const answer = await server.send(...call);
      if (!lost) return answer;
      lost = false;
      throw new TypeError("connection cut");
    },
  });
  await outbox.add(HERE, SCAN);
  await outbox.flush();
  await outbox.flush();
  assert.equal(server.kept.size, 1);
  assert.deepEqual(await outbox.state(), { waiting: 0, sent: 1, refused: 0 });
});

test("an event that the server never takes does not hold up the others", async () => {
  const server = makeServer({ refuse: (event) => event.code === "BAD" });
  const outbox = openOutbox({ shelf: makeShelf(), send: server.send });
  await outbox.add("mud-clam-house", { ...SCAN, code: "BAD" });
  await outbox.add(HERE, SCAN);
  assert.deepEqual(await outbox.flush(), { waiting: 0, sent: 1, refused: 1 });
});

test("a scan of a replaced plaque earns nothing, is not sent again, and leaves the phone after a week", async () => {
  const server = makeServer({ isReplaced: (event) => event.code === "0LD" });
  let clock = new Date("2026-11-23T05:00:00Z");
  const outbox = openOutbox({ shelf: makeShelf(), send: server.send, now: () => clock });
  await outbox.add(HERE, { ...SCAN, code: "0LD" });
  await outbox.add("mud-clam-house", SCAN);
  assert.deepEqual(await outbox.flush(), { waiting: 0, sent: 1, refused: 1 });
  assert.deepEqual([...stampsOf(await outbox.events()).keys()], ["mud-clam-house"]);
  clock = new Date("2026-11-30T04:00:00Z");
  assert.deepEqual(await outbox.flush(), { waiting: 0, sent: 1, refused: 1 });
  clock = new Date("2026-11-30T06:00:00Z");
  assert.deepEqual(await outbox.flush(), { waiting: 0, sent: 1, refused: 0 });
  assert.deepEqual(server.calls, ["POST"]);
});

test("the new plaque can be stamped on the same day on which the old one was refused", async () => {
  const server = makeServer({ isReplaced: (event) => event.code === "0LD" });
  const outbox = openOutbox({ shelf: makeShelf(), send: server.send });
  await outbox.add(HERE, { ...SCAN, code: "0LD" });
  await outbox.flush();
  assert.deepEqual(await outbox.events(), []); // So that the page of the new plaque sees no visit of today.
  await outbox.add(HERE, SCAN);
  assert.deepEqual(await outbox.flush(), { waiting: 0, sent: 1, refused: 0 });
  assert.equal(stampsOf(await outbox.events()).get(HERE).stamped, true);
});

test("250 events go in batches of at most 100", async () => {
  const server = makeServer();
  const outbox = openOutbox({ shelf: makeShelf(), send: server.send });
  for (let n = 0; n < 250; n += 1) await outbox.add(HERE, SCAN);
  assert.deepEqual(await outbox.flush(), { waiting: 0, sent: 250, refused: 0 });
  assert.equal(server.calls.length, 3);
});

test("a server in trouble is tried again later", async () => {
  const outbox = openOutbox({ shelf: makeShelf(), send: async () => new Response("", { status: 503 }) });
  await outbox.add(HERE, SCAN);
  assert.deepEqual(await outbox.flush(), { waiting: 1, sent: 0, refused: 0 });
});

test("forgetting keeps the phone's memory when the server was not reached", async () => {
  const outbox = openOutbox({ shelf: makeShelf(), send: async () => new Response("", { status: 503 }) });
  await outbox.add(HERE, SCAN);
  await assert.rejects(outbox.forget());
  assert.equal((await outbox.events()).length, 1);
});

test("forgetting clears the phone after the server did", async () => {
  const outbox = openOutbox({ shelf: makeShelf(), send: makeServer().send });
  await outbox.add(HERE, SCAN);
  await outbox.forget();
  assert.deepEqual(await outbox.events(), []);
});

test("in a preview nothing is kept and nothing is sent", async () => {
  const shelf = makeShelf();
  const { calls, send } = makeServer();
  const page = { documentElement: { hasAttribute: (name) => name === "data-preview" } };
  const outbox = openOutbox({ shelf, send, page });
  await outbox.add(HERE, SCAN);
  assert.deepEqual(await outbox.flush(), { waiting: 0, sent: 0, refused: 0 });
  await outbox.forget();
  assert.deepEqual([await outbox.events(), await shelf.all("events"), await shelf.all("facts")], [[], [], []]);
  assert.deepEqual(calls, []);
});

test("on a public page the outbox keeps and sends", async () => {
  const { calls, send } = makeServer();
  const page = { documentElement: { hasAttribute: () => false } };
  const outbox = openOutbox({ shelf: makeShelf(), send, page });
  await outbox.add(HERE, SCAN);
  assert.equal((await outbox.flush()).sent, 1);
  assert.deepEqual(calls, ["POST"]);
});
