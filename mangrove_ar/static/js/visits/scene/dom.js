/** Small helpers to build the parts of the page that the scene adds. */

/**
 * Make an element.
 *
 * @param {string} name
 * @param {{class?: string, text?: string, attributes?: Object<string, string>, on?: Object<string, EventListener>}} [with]
 * @param {...Node} children
 */
export function element(name, { class: classes = "", text = "", attributes = {}, on = {} } = {}, ...children) {
  const made = document.createElement(name);
  if (classes) made.className = classes;
  if (text) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  for (const [kind, listener] of Object.entries(on)) made.addEventListener(kind, listener);
  made.append(...children);
  return made;
}

/**
 * Make a button.
 *
 * @param {string} text
 * @param {() => void} press
 * @param {{class?: string, label?: string}} [look] label: what a screen reader says when the text is a sign.
 */
export function button(text, press, { class: classes = "scene-button", label } = {}) {
  const attributes = { type: "button", ...(label ? { "aria-label": label } : {}) };
  return element("button", { class: classes, text, attributes, on: { click: press } });
}
