/** Places of items in names such as `body.0.th`, and forms that say what a list of fields says. Pure. */

/**
 * Give a name, or the value of a button such as `up:body.2`, with another place in a list.
 *
 * @param {string} text
 * @param {string} list path of the list, such as `trail.stations`
 * @param {string | number} from  @param {string | number} to
 */
export function renamed(text, list, from, to) {
  const start = text.indexOf(":") + 1;
  const prefix = `${list}.${from}`;
  const rest = text.slice(start + prefix.length);
  const isThere = text.startsWith(prefix, start) && (rest === "" || rest[0] === "." || rest[0] === "-");
  return isThere ? `${text.slice(0, start)}${list}.${to}${rest}` : text;
}

/** How many items these fields have in a list. @param {[string, string][]} fields */
export function howMany(fields, list) {
  const places = fields
    .filter(([name]) => name.startsWith(`${list}.`))
    .map(([name]) => Number(name.slice(list.length + 1).split(".")[0]));
  return Math.max(-1, ...places) + 1;
}

/**
 * Write fields into the elements of a form. Boxes are ticked when their value is among those of their name.
 *
 * @param {Iterable<{name: string, type: string, value: string, checked?: boolean}>} elements
 */
export function fillValues(elements, fields) {
  const values = new Map();
  for (const [name, value] of fields) values.set(name, [...(values.get(name) ?? []), value]);
  for (const element of elements) {
    const said = values.get(element.name);
    if (element.type === "checkbox" || element.type === "radio") {
      if (said || element.name === "confirmed") element.checked = said?.includes(element.value) ?? false;
    } else if (said && !isOwn(element.name) && !isBesideBox(element, elements)) {
      element.value = said[0];
      if (element.value !== said[0] && element.type === "select-one") element.add(new Option(said[0], said[0], true, true));
    }
  }
}

/** Fields of the page itself, which are no part of a record. */
export function isOwn(name) {
  return ["csrf_token", "base", "tab", "act"].includes(name) || name.startsWith("add.");
}

/** The hidden field before a box, which says that the box was there. */
function isBesideBox(element, elements) {
  return element.type === "hidden" && [...elements].some((other) => other.name === element.name && other.type === "checkbox");
}
