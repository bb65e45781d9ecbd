/** Shows what two people changed at the same time, both values beside each other, and asks which one stays. */

import { button, element } from "../../visits/scene/dom.js";
import { modelName } from "./describing.js";
import { nameOf } from "./dots.js";
import { shown } from "./numbers.js";

/**
 * @param {HTMLElement} place
 * @param {{desk: import("./desk.js").Desk, catalogue: Map<string, Object>, strings: Object,
 *   settle: (conflict: Object, takesTheirs: boolean) => void}} parts
 * @returns {(conflicts: {path: string, theirs: any, yours: any}[]) => void}
 */
export function makeConflicts(place, { desk, catalogue, strings, settle }) {
  const words = strings.conflicts;

  const choice = (text, conflict, takesTheirs) =>
    button(text, () => settle(conflict, takesTheirs), { class: "button button-plain button-small" });

  const entry = (conflict) => {
    const value = (name, one) => [element("dt", { text: name }), element("dd", { text: written(conflict.path, one) })];
    return element(
      "li",
      {},
      element("strong", { text: labelOf(conflict.path) }),
      element("dl", {}, ...value(words.yours, conflict.yours), ...value(words.theirs, conflict.theirs)),
      element("p", { class: "piece-tools" }, choice(words.keep_mine, conflict, false), choice(words.take_theirs, conflict, true)),
    );
  };

  /** `models.0.scale` → the model's name and the field's. */
  function labelOf(path) {
    const [list, index, field, language] = path.split(".");
    const one = desk.scene[list]?.[Number(index)];
    if (!one) return strings[list]?.heading ?? words.whole;
    const name = list === "models" ? modelName(catalogue, one.model) : nameOf(one, strings);
    return `${name}: ${fieldName(field, language)}`;
  }

  function fieldName(field, language) {
    if (field === "position_m") return words.position;
    if (language) return strings.hotspots[`${field}_${language}`];
    return { scale: strings.models.scale, turn_deg: strings.models.turn, animation: strings.models.animation }[field] ?? "";
  }

  function written(path, value) {
    if (value === null || value === undefined) return words.nothing;
    if (path.endsWith(".position_m")) return `${value.map((part) => shown(part, "mm")).join(" · ")} mm`;
    if (path.endsWith(".scale")) return `${shown(value, "percent")} %`;
    if (path.endsWith(".turn_deg")) return `${shown(value, "deg")}°`;
    if (Array.isArray(value)) return words.list.replace("{count}", String(value.length));
    return typeof value === "object" ? words.list.replace("{count}", String(value.models?.length ?? 1)) : String(value);
  }

  return (conflicts) => {
    place.hidden = conflicts.length === 0;
    if (place.hidden) return place.replaceChildren();
    const heading = element("p", {}, element("strong", { text: words.heading_live }));
    const list = element("ul", { class: "conflict-list" }, ...conflicts.map(entry));
    place.replaceChildren(element("div", { class: "notice notice-warning", attributes: { role: "alert" } }, heading, list));
  };
}
