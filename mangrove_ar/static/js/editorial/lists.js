/** Lists of a form: add, remove, move, without asking the server. Names are paths, so every item knows its place. */

import { fillValues, howMany, renamed } from "./places.js";

const NAMED = ["name", "id", "for", "value", "aria-describedby", "data-problems", "data-correction", "data-state", "data-confirm"];
const PATTERN = "__n__";

/** @param {HTMLFormElement} form  @param {{say: (words: string) => void, strings: Record<string, string>}} options */
export function mountLists(form, { say, strings }) {
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    const list = button?.closest("[data-list]");
    if (!list) return;
    event.preventDefault();
    const item = button.closest("[data-item]");
    const done = { add, remove, up: move(-1), down: move(1) }[button.dataset.act](list, item, button);
    if (done) list.dispatchEvent(new Event("input", { bubbles: true }));
  });

  function add(list) {
    const choice = list.querySelector("[data-choice]");
    if (choice && !choice.value) {
      choice.focus();
      return false;
    }
    const item = append(list);
    if (choice) {
      choose(item, choice.value, choice.selectedOptions[0].textContent.trim());
      choice.value = "";
    }
    say(strings.added);
    (item.querySelector("input:not([type=hidden]), textarea") ?? item.querySelector("[data-act]")).focus();
    return true;
  }

  function remove(list, item) {
    const items = itemsOf(list);
    const at = items.indexOf(item);
    item.remove();
    renumber(list);
    offerUndo(list, item, at);
    return true;
  }

  function move(step) {
    return (list, item, button) => {
      const items = itemsOf(list);
      const at = items.indexOf(item);
      const other = items[at + step];
      if (!other) return false;
      other[step < 0 ? "before" : "after"](item);
      renumber(list);
      say(strings.moved.replace("{number}", at + step + 1));
      const isVisible = getComputedStyle(button).visibility !== "hidden";
      (isVisible ? button : item.querySelector(`[data-act=${step < 0 ? "down" : "up"}]`)).focus();
      return true;
    };
  }

  function offerUndo(list, item, at) {
    list.querySelector("[data-undo]")?.remove();
    const row = document.createElement("p");
    const button = document.createElement("button");
    row.dataset.undo = "";
    row.className = "undo-row";
    row.append(strings.removed, " ", button);
    Object.assign(button, { type: "button", className: "button button-small button-plain", textContent: strings.undo });
    button.addEventListener("click", () => {
      const next = itemsOf(list)[at];
      if (next) next.before(item);
      else holder(list).append(item);
      row.remove();
      renumber(list);
      item.querySelector("[data-act]").focus();
      list.dispatchEvent(new Event("input", { bubbles: true }));
    });
    holder(list).after(row);
    button.focus();
    say(strings.removed);
  }
}

/** Make the form say what these fields say, with as many items in each list. */
export function fill(form, fields) {
  for (const list of form.querySelectorAll("[data-list]")) {
    const count = howMany(fields, list.dataset.list);
    const items = itemsOf(list);
    items.slice(count).forEach((item) => item.remove());
    for (let made = items.length; made < count; made += 1) append(list);
    renumber(list);
  }
  fillValues(form.elements, fields);
  for (const link of form.querySelectorAll("[data-link], [data-medium]")) {
    const option = [...(link.closest("[data-list]").querySelector("[data-choice]")?.options ?? [])].find(
      ({ value }) => value === link.value,
    );
    if (option) choose(link.closest("[data-item]"), link.value, option.textContent.trim());
  }
}

function append(list) {
  holder(list).append(list.querySelector("[data-pattern]").content.cloneNode(true));
  renumber(list);
  const item = itemsOf(list).at(-1);
  for (const button of item.querySelectorAll("[data-put-right]")) button.hidden = false;
  return item;
}

function choose(item, value, words) {
  const field = item.querySelector("[data-link], [data-medium]");
  field.value = value;
  for (const name of item.querySelectorAll("[data-name]")) name.textContent = words;
  const picture = item.querySelector("[data-shows-medium]");
  if (picture) picture.src = picture.dataset.source + value;
}

function renumber(list) {
  itemsOf(list).forEach((item, at) => {
    const before = item.dataset.at ?? PATTERN;
    for (const element of [item, ...item.querySelectorAll("*")]) {
      for (const name of NAMED) {
        const said = element.getAttribute(name);
        // What people typed is a value too, and stays.
        if (name === "value" && !element.matches("button, [name=confirmed]")) continue;
        if (said) element.setAttribute(name, renamed(said, list.dataset.list, before, at));
      }
      if (element.dataset.number !== undefined) element.textContent = at + 1;
      if (element.dataset.mark !== undefined) element.value = at;
    }
    item.dataset.at = at;
  });
}

const holder = (list) => list.querySelector("[data-items]");
const itemsOf = (list) => [...holder(list).children];
