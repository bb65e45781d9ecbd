/** Writes what the rows say besides their fields: names, pictures, what is wrong; and sets what their fields may be. */

import { element } from "../../visits/scene/dom.js";
import { inLanguage } from "../../visits/scene/manifest.js";
import { nameOf } from "./dots.js";
import { shown, slider } from "./numbers.js";

const language = () => document.documentElement.lang;

/** @param {Map<string, Object>} catalogue @param {string} slug */
export function modelName(catalogue, slug) {
  const built = catalogue.get(slug);
  return built ? inLanguage(built.name, language()) : slug;
}

/** @returns {(row: HTMLElement, placed: Object) => void} */
export function describeModel(catalogue, strings) {
  return (row, placed) => {
    const built = catalogue.get(placed.model);
    nameRow(row, modelName(catalogue, placed.model));
    const note = row.querySelector("[data-note]");
    const height = built && shown(placed.scale * built.size_m.height, "mm");
    note.textContent = built ? strings.models.stands.replace("{height}", height) : strings.models.not_built;
    const picture = row.querySelector("[data-picture]");
    if (!picture.getAttribute("src") && built) picture.src = built.picture;
    picture.hidden = !built;
    offerAnimations(row.querySelector("[data-field=animation]"), built?.animations ?? [], placed.animation);
    const range = row.querySelector("[data-slider]");
    range.dataset.middle ??= String(placed.scale);
    range.value = String(slider.from(placed.scale, Number(range.dataset.middle)));
    range.setAttribute("aria-valuetext", `${shown(placed.scale, "percent")} %`);
  };
}

/** @returns {(row: HTMLElement, spot: Object, index: number, count: number) => void} */
export function describeHotspot(catalogue, strings) {
  return (row, spot, index, count) => {
    nameRow(row, nameOf(spot, strings));
    row.querySelector("[data-number]").textContent = String(index + 1);
    row.querySelector("[data-on]").textContent = modelName(catalogue, spot.model);
    row.querySelector("[data-act=up]").disabled = index === 0;
    row.querySelector("[data-act=down]").disabled = index === count - 1;
  };
}

/** Say on each row whether its point lies beside the model, or cannot be seen from here. */
export function writeFlags(rows, flags, strings) {
  for (const [id, { isStray, isHidden }] of flags) {
    const place = rows.of(id)?.querySelector("[data-flag]");
    if (!place) continue;
    const words = isStray ? strings.hotspots.stray : isHidden ? strings.hotspots.hidden : "";
    [place.textContent, place.hidden] = [words, !words];
    place.classList.toggle("piece-flag-bad", isStray);
  }
}

function nameRow(row, name) {
  for (const place of row.querySelectorAll("[data-name]")) place.textContent = name;
  row.querySelector("[data-group]").setAttribute("aria-label", name);
}

function offerAnimations(select, animations, chosen) {
  const wanted = [...new Set([...animations, ...(chosen ? [chosen] : [])])];
  const offered = [...select.options].slice(1).map(({ value }) => value);
  if (offered.join() === wanted.join()) return;
  const options = wanted.map((name) => element("option", { text: name, attributes: { value: name, lang: "en" } }));
  select.replaceChildren(select.options[0], ...options);
}
