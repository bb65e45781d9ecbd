import assert from "node:assert/strict";
import test from "node:test";

import { Keeper } from "../../mangrove_ar/static/js/editorial/scene/keeper.js";
import { makeSender } from "../../mangrove_ar/static/js/editorial/scene/sending.js";
import { openShelf } from "../../mangrove_ar/static/js/editorial/scene/shelf.js";

const scene = (turn_deg, scale = 1) => ({ models: [{ model: "tree", turn_deg, scale }], hotspots: [] });

/** A keeper whose server answers as told, and whose clock runs when asked. */
function makeKeeper(...answers) {
  const seen = { sent: [], told: [], adopted: [], shelf: null, due: null };
  const keeper = new Keeper(scene(0), {
    async send(body) {
      seen.sent.push(structuredClone(body));
      const answer = answers.shift();
      if (!answer) throw new TypeError("no connection");
      return typeof answer === "function" ? answer(body) : answer;
    },
    shelf: { keep: (value) => (seen.shelf = structuredClone(value)), clear: () => (seen.shelf = null) },
    tell: (state) => seen.told.push(state),
    adopt: (record) => seen.adopted.push(record),
    wait: (act, ms) => ((seen.due = { act, ms }), 1),
    stop: () => (seen.due = null),
  });
  return { keeper, seen };
}

const echo = ({ scene: sent }) => ({ scene: sent, conflicts: [] });

test("a change is on the shelf at once, and leaves it when the server has it", async () => {
  const { keeper, seen } = makeKeeper(echo);
  keeper.change(scene(5));
  assert.deepEqual(seen.shelf, { base: scene(0), now: scene(5) });
  await seen.due.act();
  assert.deepEqual(seen.sent, [{ base: scene(0), scene: scene(5) }]);
  assert.deepEqual([seen.shelf, keeper.state, seen.adopted], [null, "saved", []]);
});

test("without a connection the change stays on the shelf, and it is tried ever more rarely until it arrives", async () => {
  const { keeper, seen } = makeKeeper(null, null, echo);
  keeper.change(scene(5));
  await seen.due.act();
  const first = seen.due.ms;
  await seen.due.act();
  assert.equal(seen.due.ms, 2 * first);
  assert.deepEqual([keeper.state, seen.shelf], ["offline", { base: scene(0), now: scene(5) }]);
  await seen.due.act();
  assert.deepEqual([keeper.state, seen.shelf], ["saved", null]);
});

test("what was changed while the answer came is sent next, based on what the server took", async () => {
  const { keeper, seen } = makeKeeper((body) => {
    keeper.change(scene(6));
    return echo(body);
  }, echo);
  keeper.change(scene(5));
  await keeper.flush();
  assert.deepEqual([keeper.state, seen.shelf], ["waiting", { base: scene(5), now: scene(6) }]);
  await seen.due.act();
  assert.deepEqual(seen.sent.at(-1), { base: scene(5), scene: scene(6) });
  assert.equal(keeper.state, "saved");
});

test("what somebody else changed elsewhere in the scene is taken over", async () => {
  const { keeper, seen } = makeKeeper({ scene: scene(5, 2), conflicts: [] });
  keeper.change(scene(5));
  await keeper.flush();
  assert.deepEqual([seen.adopted, keeper.state], [[scene(5, 2)], "saved"]);
});

const CONFLICT = { path: "models.0.turn_deg", base: 0, theirs: 90, yours: 5 };

test("in a conflict both values are here, nothing is sent, and keeping mine sends it over theirs", async () => {
  const { keeper, seen } = makeKeeper({ scene: scene(90), conflicts: [CONFLICT] }, echo);
  keeper.change(scene(5));
  await keeper.flush();
  assert.deepEqual([keeper.state, keeper.conflicts], ["conflict", [CONFLICT]]);
  keeper.change(scene(5, 3));
  await keeper.flush();
  assert.equal(seen.sent.length, 1);
  assert.deepEqual(seen.shelf, { base: scene(90), now: scene(5, 3) });
  keeper.settle(CONFLICT.path);
  await new Promise(setImmediate);
  assert.deepEqual(seen.sent.at(-1), { base: scene(90), scene: scene(5, 3) });
  assert.equal(keeper.state, "saved");
});

test("taking theirs needs nothing to be sent", async () => {
  const { keeper, seen } = makeKeeper({ scene: scene(90), conflicts: [CONFLICT] });
  keeper.change(scene(5));
  await keeper.flush();
  keeper.change(scene(90));
  keeper.settle(CONFLICT.path);
  assert.deepEqual([seen.sent.length, keeper.state, seen.shelf], [1, "saved", null]);
});

test("a conflict that came while somebody went on typing is not forgotten", async () => {
  const { keeper, seen } = makeKeeper(() => {
    keeper.change(scene(5, 7));
    return { scene: scene(90), conflicts: [CONFLICT] };
  }, { scene: scene(90, 7), conflicts: [] });
  keeper.change(scene(5));
  await keeper.flush();
  await seen.due.act();
  assert.deepEqual([keeper.state, keeper.conflicts], ["conflict", [CONFLICT]]);
  assert.deepEqual(seen.adopted, []);
});

test("what was kept on the device goes on where it was", async () => {
  const { keeper, seen } = makeKeeper(echo);
  keeper.restore({ base: scene(1), now: scene(5) });
  await seen.due.act();
  assert.deepEqual(seen.sent, [{ base: scene(1), scene: scene(5) }]);
});

test("a refusal is told apart from a connection that is gone", async () => {
  const strings = { signed_out: "sign in", refused: "refused:" };
  const answer = (status, body) => makeSender("/save", "t", strings, async () => new Response(JSON.stringify(body), { status }))({});
  assert.deepEqual(await answer(401, {}), { refused: "sign in" });
  assert.deepEqual(await answer(422, { error: { message: "scale" } }), { refused: "refused: scale" });
  assert.deepEqual(await answer(409, { scene: null, conflicts: [1] }), { scene: null, conflicts: [1] });
  await assert.rejects(answer(503, {}));
});

test("a browser that keeps nothing stops nobody", () => {
  const full = {
    getItem: () => "no json",
    setItem() {
      throw new Error("QuotaExceededError");
    },
  };
  const shelf = openShelf("scene:1:x", full);
  shelf.keep({});
  assert.equal(shelf.kept(), null);
});
