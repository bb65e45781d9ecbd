/**
 * The scene editor: a stage with the plaque and its models, the same scene as rows of numbers and words beside it, and
 * a keeper that brings each change to the draft. Without WebGL the rows go on as a plain form.
 */

import { element } from "../../visits/scene/dom.js";
import { importInTime } from "../../visits/scene/runtime.js";
import { makeBudgetLine } from "./budget_line.js";
import { describeHotspot, describeModel, writeFlags } from "./describing.js";
import { Desk } from "./desk.js";
import { Rows } from "./rows.js";
import { startSaving } from "./saving.js";

/** @param {HTMLFormElement} root */
export async function mount(root) {
  const read = (name) => JSON.parse(root.querySelector(`[data-${name}]`).textContent);
  const strings = read("strings");
  const box = root.querySelector("[data-stage]");
  const wait = element("p", { class: "stage-wait", text: strings.stage.loading });
  box.append(wait);
  box.hidden = false;
  try {
    await open(root, box, strings, read("visitor-strings"));
  } catch (error) {
    console.warn(error);
    box.hidden = true;
    const news = root.querySelector("[data-no-stage]");
    [news.textContent, news.hidden] = [strings.stage.no_webgl, false];
  }
  wait.remove();
}

async function open(root, box, strings, visitorStrings) {
  const [facts, { openWorkshop }] = await Promise.all([
    fetchFacts(root.dataset.stageUrl),
    importInTime(import("./workshop.js")),
  ]);
  const catalogue = new Map(facts.models.map((one) => [one.slug, one]));
  const desk = new Desk(facts.scene);
  const onFlags = (flags) => writeFlags(hotspots, flags, strings);
  const workshop = await openWorkshop({ root, box, facts, catalogue, desk, strings, visitorStrings, onFlags });
  // From here on the stage is there: the rows are no form any more.
  const models = new Rows(root, "models", desk, describeModel(catalogue, strings));
  const hotspots = new Rows(root, "hotspots", desk, describeHotspot(catalogue, strings));
  const showBudget = makeBudgetLine(root, catalogue, strings.budget);
  for (const part of root.querySelectorAll("[data-needs-stage]")) part.hidden = false;
  for (const part of root.querySelectorAll("[data-without-stage]")) part.hidden = true;
  const saving = startSaving(root, { desk, base: facts.scene, catalogue, strings });
  const show = () => {
    for (const part of [models, hotspots, workshop]) part.show();
    showBudget(desk.scene.models);
  };
  desk.addEventListener("change", show);
  desk.addEventListener("choice", () => {
    models.showChoice();
    hotspots.showChoice();
    workshop.show();
  });
  root.addEventListener("submit", (event) => {
    event.preventDefault();
    saving.flush();
  });
  show();
  root.dataset.ready = "yes";
}

async function fetchFacts(url) {
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`The stage's facts: ${answer.status}`);
  return answer.json();
}
