/** What the hands, keys and buttons of the editor do: each is tied here to its change of the desk or of the view. */

import { added, moved } from "./edits.js";
import { listenForGestures } from "./gestures.js";
import { listenForKeys } from "./keys.js";
import { modelName } from "./describing.js";
import { slider } from "./numbers.js";
import { listenForOrder } from "./ordering.js";
import { makePins } from "./pins.js";
import { firstScale, freePlace } from "./placing.js";
import { idOf } from "./rows.js";
import { tieRows, tieTools } from "./tools.js";

/** Beside a thin trunk a finger still means the model: so far from its foot, in pixels. */
const NEAR_PX = 26;
const EYE_STEP = 0.35;
const CLOSER = 0.8;

/** @param {Object} parts of the workshop. */
export function makeActs(parts) {
  const { root, box, table, desk, handling, strings, hint, seeAsVisitor, isVisited } = parts;
  const pins = makePins(parts, (isPinning) => tools.press("hotspot", isPinning));
  const chosenModel = (act) => () => desk.placed && act(desk.placed.id);
  const look = (change) => table.turn(change);

  function remove(list, id) {
    const one = desk.find(list, id);
    const name = list === "models" ? modelName(parts.catalogue, one.model) : one.title[document.documentElement.lang] || strings.hotspots.unnamed;
    const count = handling.remove(list, id);
    hint((count ? strings.hints.removed_with : strings.hints.removed).replace("{name}", name).replace("{count}", String(count)));
  }

  const tools = tieTools(root, {
    undo: () => desk.undo(),
    redo: () => desk.redo(),
    hotspot() {
      if (isVisited()) visitor(false);
      pins.toggle();
      box.scrollIntoView({ block: "nearest" });
    },
    snap() {
      handling.isSnapping = !handling.isSnapping;
      tools.press("snap", handling.isSnapping);
      hint(handling.isSnapping ? strings.hints.snap_on : strings.hints.snap_off);
    },
    visitor: () => visitor(!isVisited()),
    left: () => look({ turn: -EYE_STEP }),
    right: () => look({ turn: EYE_STEP }),
    closer: () => look({ zoom: CLOSER }),
    farther: () => look({ zoom: 1 / CLOSER }),
    above: () => table.fromAbove(),
    home: () => table.home(),
  });

  function visitor(isSeen) {
    pins.stop();
    desk.chooseNothing();
    seeAsVisitor(isSeen);
    tools.press("visitor", isSeen);
  }

  const showHistory = () => {
    tools.allow("undo", desk.canUndo);
    tools.allow("redo", desk.canRedo);
  };
  desk.addEventListener("change", showHistory);

  const held = listenForKeys(root, box, {
    hasModel: () => Boolean(desk.placed) && !isVisited(),
    nudge: (key, isFar) => handling.nudge(key, isFar),
    look,
    twist: (degrees) => handling.twist(degrees),
    size: (factor) => handling.size(factor),
    lift: (step) => handling.lift(step),
    remove: chosenModel((id) => remove("models", id)),
    duplicate: chosenModel((id) => handling.duplicate(id)),
    undo: () => desk.undo(),
    redo: () => desk.redo(),
    escape() {
      pins.stop();
      hint("");
      desk.chooseNothing();
    },
  });

  listenForGestures(box, {
    held,
    look,
    move: (place) => handling.move(place),
    twist: (degrees) => handling.twist(degrees),
    size: (factor) => handling.size(factor),
    end: () => handling.end(),
    begin(place, { turns, sizes }) {
      if (isVisited() || pins.isOn) return "look";
      const id = modelAt(place, parts);
      if (id !== null) desk.choose("models", id);
      if (!desk.placed || (id === null && !turns && !sizes)) return "look";
      if (turns || sizes) return turns ? "turn" : "size";
      handling.grip(place);
      return "move";
    },
    tap(place) {
      if (isVisited()) return;
      if (pins.isOn) return pins.put(place);
      const id = modelAt(place, parts);
      if (id === null) desk.chooseNothing();
      else desk.choose("models", id);
    },
  });

  tieRows(root, {
    fit: (_list, id) => handling.fit(id),
    duplicate: (_list, id) => handling.duplicate(id),
    remove,
    up: (list, id) => order(list, id, -1),
    down: (list, id) => order(list, id, 1),
    place: (_list, id) => pins.start(id),
    "add-model": () => addModel(root.elements.add_model.value, parts),
  });
  function order(list, id, step) {
    desk.apply(moved(desk.scene, list, id, desk.scene[list].findIndex((one) => one.id === id) + step));
  }
  listenForOrder(root.querySelector("[data-list=hotspots]"), (id, to) => desk.apply(moved(desk.scene, "hotspots", id, to), `order ${id}`), () => desk.seal());

  root.addEventListener("input", ({ target }) => {
    if (!target.matches("[data-slider]")) return;
    desk.choose("models", idOf(target));
    handling.size(slider.to(Number(target.value), Number(target.dataset.middle)) / desk.placed.scale);
  });
  root.addEventListener("change", ({ target }) => target.matches("[data-slider]") && handling.end());
}

function modelAt(place, { table, figures, desk }) {
  const hit = table.hit(place, figures.ready);
  if (hit) return hit.id;
  const near = ({ position_m: foot }) => {
    const seen = table.seen(foot);
    return seen && Math.hypot(seen.x - place.x, seen.y - place.y) < NEAR_PX;
  };
  return desk.scene.models.find(near)?.id ?? null;
}

function addModel(slug, { desk, catalogue, plaque }) {
  const { size_m: size } = catalogue.get(slug);
  const id = desk.newId();
  const place = { position_m: freePlace(desk.scene.models, { widthM: plaque.width_m, heightM: plaque.height_m }), turn_deg: 0 };
  desk.apply(added(desk.scene, "models", { id, model: slug, scale: firstScale(size, plaque.width_m), ...place, animation: null }));
  desk.choose("models", id);
}
