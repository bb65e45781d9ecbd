import assert from "node:assert/strict";
import { test } from "node:test";

import { fillValues, howMany, renamed } from "../../mangrove_ar/static/js/editorial/places.js";
import { openSending } from "../../mangrove_ar/static/js/editorial/sending.js";

test("names, ids and buttons of an item take its new place, and nothing else does", () => {
  assert.equal(renamed("body.2.th", "body", 2, 0), "body.0.th");
  assert.equal(renamed("body.2.th-problems", "body", "2", 10), "body.10.th-problems");
  assert.equal(renamed("remove:trail.stations.1", "trail.stations", 1, 0), "remove:trail.stations.0");
  assert.equal(renamed("body.__n__", "body", "__n__", 4), "body.4");
  for (const other of ["body.20.th", "body_other.2.th", "body", "lead.th", "somebody.2.th"]) {
    assert.equal(renamed(other, "body", 2, 0), other);
  }
});

test("fields tell how many items a list has", () => {
  const fields = [["body", "list"], ["body.0.th", ""], ["body.2.en", ""], ["facts.7.text.th", ""]];
  assert.deepEqual(["body", "facts", "look_for"].map((list) => howMany(fields, list)), [3, 8, 0]);
});

test("a form says again what was kept: texts, boxes, the marked answer, and nothing of its own", () => {
  const text = { name: "lead.th", type: "textarea", value: "" };
  const before = { name: "verified", type: "hidden", value: "no" };
  const box = { name: "verified", type: "checkbox", value: "yes", checked: false };
  const answers = [0, 1].map((at) => ({ name: "correct", type: "radio", value: String(at), checked: at === 0 }));
  const confirmed = { name: "confirmed", type: "checkbox", value: "lead", checked: true };
  const token = { name: "csrf_token", type: "hidden", value: "mine" };
  fillValues(
    [text, before, box, ...answers, confirmed, token],
    [["lead.th", "คำ"], ["verified", "no"], ["verified", "yes"], ["correct", "1"], ["csrf_token", "old"]],
  );
  assert.equal(text.value, "คำ");
  assert.deepEqual([before.value, box.checked], ["no", true]);
  assert.deepEqual(answers.map(({ checked }) => checked), [false, true]);
  assert.equal(confirmed.checked, false);
  assert.equal(token.value, "mine");
});

/** Send once to a server that gives these answers one after the other. */
async function sendTo(...answers) {
  const calls = [];
  let written = "old token";
  const ask = async (url, { headers }) => {
    calls.push([url, headers["X-CSRFToken"]]);
    const [status, body] = answers.shift();
    if (status === 0) throw new TypeError("no signal");
    return new Response(typeof body === "string" ? body : JSON.stringify(body), { status });
  };
  const token = { read: () => written, write: (fresh) => (written = fresh) };
  const send = openSending({ url: "/save", tokenUrl: "/token", staff: "1", token, ask });
  return { reply: await send({ base: "b", fields: [] }), calls };
}

const SAVED = [200, { base: "next", conflicts: [] }];
const error = (code) => ({ error: { code, message: "…" } });

test("every answer of the server has one meaning", async () => {
  const told = async (...answers) => (await sendTo(...answers)).reply.outcome;
  assert.equal(await told(SAVED), "saved");
  assert.equal(await told([200, { base: "next", conflicts: [{}] }]), "conflict");
  assert.equal(await told([0]), "offline");
  assert.equal(await told([200, "<html>a hotel's sign-in page"]), "offline");
  assert.equal(await told([503, error("not_saved")]), "not_saved");
  assert.equal(await told([403, error("forbidden")]), "forbidden");
  assert.equal(await told([404, error("no_such_record")]), "refused");
  assert.equal(await told([401, error("unauthorized")], [401, error("unauthorized")]), "signed_out");
});

test("a page whose session ended takes a fresh token and sends again", async () => {
  const { reply, calls } = await sendTo(
    [400, error("out_of_date")],
    [200, { csrf_token: "new token", staff: 1 }],
    SAVED,
  );
  assert.equal(reply.outcome, "saved");
  assert.deepEqual(calls.at(-1), ["/save", "new token"]);
});

test("nothing is saved in the name of somebody else who signed in meanwhile", async () => {
  const { reply, calls } = await sendTo([401, error("unauthorized")], [200, { csrf_token: "t", staff: 2 }]);
  assert.equal(reply.outcome, "other_person");
  assert.equal(calls.length, 2);
});
