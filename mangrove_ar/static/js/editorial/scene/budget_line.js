/** Shows what the scene costs a phone, each number with its verdict in words. */

import { costOf } from "./budget.js";
import { modelName } from "./describing.js";

const MEGABYTE = 1e6;

/** @param {HTMLElement} root @returns {(placed: {model: string}[]) => void} */
export function makeBudgetLine(root, catalogue, strings) {
  const most = JSON.parse(root.querySelector("[data-budget]").textContent);
  const place = (name) => root.querySelector(`[data-cost=${name}]`);
  const number = new Intl.NumberFormat("en");
  const written = { triangles: (value) => number.format(value), bytes: (value) => number.format(Math.round(value / 1e5) / 10) };
  return (placed) => {
    const { models, missing, lines } = costOf(placed, catalogue, most);
    place("models").textContent = strings.models.replace("{count}", String(models));
    for (const { name, value, most: limit, isOver } of lines) {
      const words = strings[name].replace("{value}", written[name](value)).replace("{most}", written[name](limit));
      place(name).textContent = words;
      const verdict = root.querySelector(`[data-verdict=${name}]`);
      verdict.textContent = isOver ? strings.over : strings.within;
      verdict.className = `state state-${isOver ? "bad" : "good"}`;
    }
    const names = missing.map((slug) => modelName(catalogue, slug)).join(", ");
    place("missing").textContent = strings.missing.replace("{names}", names);
    place("missing").hidden = missing.length === 0;
  };
}
