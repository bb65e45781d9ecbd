/**
 * Every change that can be made to a scene, as a new scene; the old one stays as it was. Pure.
 *
 * @typedef {{id: number, model: string, scale: number, position_m: number[], turn_deg: number, animation: string | null}} Placed
 * @typedef {{id: number, model: string, position_m: number[], title: Words, text: Words}} Hotspot
 * @typedef {{th: string, en: string}} Words
 * @typedef {{models: Placed[], hotspots: Hotspot[]}} Scene ids are this page's own: the record knows none.
 */

/** @param {Object | null} record a scene of a record; null where the station has none. @returns {Scene} */
export function fromRecord(record, newId = counter()) {
  const known = (list) => (list ?? []).map((one) => ({ id: newId(), ...structuredClone(one) }));
  return { models: known(record?.models), hotspots: known(record?.hotspots) };
}

/** @param {Scene} scene @returns {Object | null} a scene without a model is none. */
export function toRecord({ models, hotspots }) {
  if (models.length === 0) return null;
  const plain = ({ id, ...rest }) => structuredClone(rest);
  return { models: models.map(plain), hotspots: hotspots.map(plain) };
}

/** Give whole numbers that were not given before. */
export function counter(last = 0) {
  return () => (last += 1);
}

/** @param {"models" | "hotspots"} list @param {Object} changes fields that get another value. */
export function changed(scene, list, id, changes) {
  return { ...scene, [list]: scene[list].map((one) => (one.id === id ? { ...one, ...changes } : one)) };
}

/** Change the words of a hotspot in one language. */
export function worded(scene, id, field, language, words) {
  const { [field]: former } = scene.hotspots.find((one) => one.id === id);
  return changed(scene, "hotspots", id, { [field]: { ...former, [language]: words } });
}

export function added(scene, list, one) {
  return { ...scene, [list]: [...scene[list], one] };
}

/** Put a copy of a model beside it; hotspots belong to the model, not to one copy of it, so they are not copied. */
export function duplicated(scene, id, copyId, aside_m) {
  const at = scene.models.findIndex((one) => one.id === id);
  const { position_m: [x, y, z], ...same } = scene.models[at];
  const copy = { ...same, id: copyId, position_m: [x + aside_m, y, z] };
  return { ...scene, models: scene.models.toSpliced(at + 1, 0, copy) };
}

/** Take something away; with the last copy of a model go its hotspots, which would hang in the air. */
export function removed(scene, list, id) {
  const kept = { ...scene, [list]: scene[list].filter((one) => one.id !== id) };
  if (list === "hotspots") return kept;
  const standing = new Set(kept.models.map(({ model }) => model));
  return { ...kept, hotspots: kept.hotspots.filter(({ model }) => standing.has(model)) };
}

/** Move something to another place in its list; beyond an end it stays at that end. */
export function moved(scene, list, id, to) {
  const from = scene[list].findIndex((one) => one.id === id);
  const place = Math.max(0, Math.min(scene[list].length - 1, to));
  const rest = scene[list].toSpliced(from, 1);
  return { ...scene, [list]: rest.toSpliced(place, 0, scene[list][from]) };
}

/** The copy of a model that carries its hotspots: visitors see them on the last one. */
export function carrierOf(scene, slug) {
  return scene.models.findLast(({ model }) => model === slug);
}
