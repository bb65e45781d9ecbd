/** The fields beside the stage: how each is read from the scene, and what typing into it changes. Pure. */

import { changed, worded } from "./edits.js";
import { read, shown } from "./numbers.js";

const axis = (index) => ({
  show: ({ position_m: position }) => shown(position[index], "mm"),
  type(scene, list, one, typed) {
    const value = read(typed, "mm");
    return value === null ? scene : changed(scene, list, one.id, { position_m: one.position_m.with(index, value) });
  },
});

const number = (name, unit, isRight = () => true) => ({
  show: (one) => shown(one[name], unit),
  type(scene, list, one, typed) {
    const value = read(typed, unit);
    return value === null || !isRight(value) ? scene : changed(scene, list, one.id, { [name]: value });
  },
});

const words = (name, language) => ({
  show: (one) => one[name]?.[language] ?? "",
  type: (scene, _list, one, typed) => worded(scene, one.id, name, language, typed),
});

const place = { x_mm: axis(0), y_mm: axis(1), z_mm: axis(2) };

export const FIELDS = {
  models: {
    ...place,
    turn_deg: number("turn_deg", "deg"),
    scale_percent: number("scale", "percent", (scale) => scale > 0),
    animation: {
      show: ({ animation }) => animation ?? "",
      type: (scene, list, one, typed) => changed(scene, list, one.id, { animation: typed || null }),
    },
  },
  hotspots: {
    ...place,
    "title.th": words("title", "th"),
    "title.en": words("title", "en"),
    "text.th": words("text", "th"),
    "text.en": words("text", "en"),
  },
};
