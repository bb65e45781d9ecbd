import assert from "node:assert/strict";
import test from "node:test";

import {
  added, carrierOf, changed, duplicated, fromRecord, moved, removed, toRecord, worded,
} from "../../mangrove_ar/static/js/editorial/scene/edits.js";
import { FIELDS } from "../../mangrove_ar/static/js/editorial/scene/fields.js";
import { openHistory } from "../../mangrove_ar/static/js/editorial/scene/history.js";
import { read, shown, slider } from "../../mangrove_ar/static/js/editorial/scene/numbers.js";
import { costOf } from "../../mangrove_ar/static/js/editorial/scene/budget.js";
import { placeUnder } from "../../mangrove_ar/static/js/editorial/scene/ordering.js";
import { valueAt, withValue } from "../../mangrove_ar/static/js/editorial/scene/paths.js";

const model = (slug, changes) => ({ model: slug, scale: 0.5, position_m: [0, 0, 0], turn_deg: 0, animation: null, ...changes });
const spot = (slug, th) => ({ model: slug, position_m: [0.1, 0.2, 0.3], title: { th, en: "" }, text: { th: "", en: "" } });
const RECORD = { models: [model("tree"), model("crab", { animation: "wave" })], hotspots: [spot("tree", "ราก"), spot("crab", "ก้าม"), spot("tree", "ใบ")] };
const titles = ({ hotspots }) => hotspots.map(({ title }) => title.th);

test("a scene comes back from the editor as it went in", () => {
  assert.deepEqual(toRecord(fromRecord(RECORD)), RECORD);
});

test("a station without a scene has none until a model stands there, and none again when the last one goes", () => {
  const empty = fromRecord(null);
  assert.equal(toRecord(empty), null);
  const one = added(empty, "models", { id: 1, ...model("tree") });
  assert.deepEqual(toRecord(one), { models: [model("tree")], hotspots: [] });
  assert.equal(toRecord(removed(one, "models", 1)), null);
});

test("a change makes another scene and leaves the former one as it was", () => {
  const scene = fromRecord(RECORD);
  const turned = changed(scene, "models", scene.models[0].id, { turn_deg: 30 });
  assert.deepEqual([scene.models[0].turn_deg, turned.models[0].turn_deg], [0, 30]);
  assert.equal(turned.models[1], scene.models[1]);
});

test("the tour's order is the order of the hotspots, and a step beyond an end changes nothing", () => {
  const scene = fromRecord(RECORD);
  const [root, claw, leaf] = scene.hotspots.map(({ id }) => id);
  assert.deepEqual(titles(moved(scene, "hotspots", leaf, 0)), ["ใบ", "ราก", "ก้าม"]);
  assert.deepEqual(titles(moved(scene, "hotspots", root, 1)), ["ก้าม", "ราก", "ใบ"]);
  assert.deepEqual(titles(moved(scene, "hotspots", claw, 99)), ["ราก", "ใบ", "ก้าม"]);
  assert.deepEqual(titles(moved(scene, "hotspots", root, -1)), titles(scene));
});

test("a dragged row belongs where its pointer is among the middles of the rows", () => {
  const rows = [{ top: 0, height: 40 }, { top: 40, height: 100 }, { top: 140, height: 40 }];
  assert.deepEqual([-20, 10, 95, 139, 170, 900].map((y) => placeUnder(rows, y)), [0, 0, 2, 2, 2, 2]);
});

test("with the last copy of a model go its hotspots, with another copy they stay", () => {
  const scene = fromRecord(RECORD);
  const twins = duplicated(scene, scene.models[0].id, 99, 0.03);
  assert.deepEqual(twins.models.map(({ model: slug, position_m: [x] }) => [slug, x]), [["tree", 0], ["tree", 0.03], ["crab", 0]]);
  assert.equal(carrierOf(twins, "tree").id, 99);
  const single = removed(twins, "models", scene.models[0].id);
  assert.deepEqual(titles(single), ["ราก", "ก้าม", "ใบ"]);
  assert.deepEqual(titles(removed(single, "models", 99)), ["ก้าม"]);
});

test("words change in one language only", () => {
  const scene = fromRecord(RECORD);
  const { title } = worded(scene, scene.hotspots[0].id, "title", "en", "Roots").hotspots[0];
  assert.deepEqual(title, { th: "ราก", en: "Roots" });
});

test("what is undone can be done again, until something else is done", () => {
  const history = openHistory("a");
  history.push("b");
  history.push("c");
  assert.deepEqual([history.undo(), history.undo(), history.undo()], ["b", "a", "a"]);
  assert.equal(history.redo(), "b");
  history.push("d");
  assert.deepEqual([history.canRedo, history.redo(), history.undo()], [false, "d", "b"]);
});

test("one drag is one step, and the next drag another", () => {
  const history = openHistory(0);
  for (const at of [1, 2, 3]) history.push(at, "move 7");
  history.seal();
  for (const at of [4, 5]) history.push(at, "move 7");
  assert.deepEqual([history.undo(), history.undo(), history.canUndo], [3, 0, false]);
});

test("nothing that others changed can be undone", () => {
  const history = openHistory("mine");
  history.push("mine too");
  history.restart("joined");
  assert.deepEqual([history.canUndo, history.undo(), history.now], [false, "joined", "joined"]);
});

test("numbers are shown in the units of a ruler and read back as they were", () => {
  assert.deepEqual([shown(-0.055, "mm"), shown(0, "mm"), shown(0.0235, "percent"), shown(-0.00001, "mm")], ["-55", "0", "2.35", "0"]);
  for (const value of [0.0056, -0.0034, 0.532, 1.5]) assert.equal(read(shown(value, "mm"), "mm"), value);
  assert.deepEqual([read("12,5", "mm"), read("", "mm"), read("-", "deg"), read("1e3", "deg")], [0.0125, null, null, 1000]);
});

test("the slider's middle is the size it began with, its ends a tenth and ten times", () => {
  assert.deepEqual([-100, 0, 100].map((value) => slider.to(value, 0.03)), [0.003, 0.03, 0.3]);
  assert.deepEqual([0.003, 0.03, 0.3, 99].map((scale) => slider.from(scale, 0.03)), [-100, 0, 100, 100]);
});

test("typing changes the scene only when it is a number that can be", () => {
  const scene = fromRecord(RECORD);
  const type = (name, typed) => FIELDS.models[name].type(scene, "models", scene.models[0], typed).models[0];
  assert.deepEqual(type("z_mm", "12.5").position_m, [0, 0, 0.0125]);
  assert.equal(type("scale_percent", "2.5").scale, 0.025);
  for (const wrong of ["", "x", "0", "-3"]) assert.equal(type("scale_percent", wrong).scale, 0.5);
  assert.equal(type("turn_deg", "-"), scene.models[0]);
});

test("every copy is drawn but fetched once, and an unbuilt model is named instead of counted", () => {
  const built = new Map([["tree", { triangles: 60_000, size_bytes: 900 }], ["crab", { triangles: 100, size_bytes: 200 }]]);
  const cost = costOf([model("tree"), model("tree"), model("crab"), model("whale")], built, { triangles: 100_000, bytes: 1100 });
  assert.deepEqual(cost.lines.map(({ value, isOver }) => [value, isOver]), [[120_100, true], [1100, false]]);
  assert.deepEqual([cost.models, cost.missing], [4, ["whale"]]);
});

test("a value deep in a scene is replaced by its path and nothing else changes", () => {
  const other = withValue(RECORD, "hotspots.1.title.en", "Claw");
  assert.equal(valueAt(other, "hotspots.1.title.en"), "Claw");
  assert.deepEqual(withValue(other, "hotspots.1.title.en", ""), RECORD);
  assert.equal(RECORD.hotspots[1].title.en, "");
  assert.equal(withValue(RECORD, "", null), null);
});
