// Keys that spare the mouse: ? help, / search, g and a letter for a room, Ctrl+S save, Ctrl+Enter submit.
//
// Letters are known by their place on the keyboard, so that they work while it writes Thai. Single keys do nothing in
// a field, and can be switched off for this browser (WCAG 2.1.4).

const KEPT_AS = "studio-shortcuts";
const WAIT_MS = 1_500;
const FIELDS = "input, textarea, select, [contenteditable]";

/** Tell whether single keys are on in this browser; they are, where nothing can be remembered. */
export function areOn(memory = () => localStorage) {
  try {
    return memory().getItem(KEPT_AS) !== "off";
  } catch {
    return true;
  }
}

/** Switch single keys on or off; tell whether this browser could remember it. */
export function switchKeys(on, memory = () => localStorage) {
  try {
    memory().setItem(KEPT_AS, on ? "on" : "off");
    return true;
  } catch {
    return false;
  }
}

/** Name what a key asks for: "save", "submit", "help", "search", "go", a letter, or null. */
export function askedFor(event) {
  if (event.altKey || event.isComposing) return null;
  if (event.ctrlKey || event.metaKey) {
    if (event.shiftKey) return null;
    return { KeyS: "save", Enter: "submit", NumpadEnter: "submit" }[event.code] ?? null;
  }
  if (event.key === "?" || (event.code === "Slash" && event.shiftKey)) return "help";
  if (event.key === "/" || event.code === "Slash") return "search";
  if (event.shiftKey || !/^Key[A-Z]$/.test(event.code)) return null;
  return event.code === "KeyG" ? "go" : event.code.slice(3).toLowerCase();
}

export function mount(root, { page = document, go = (address) => location.assign(address), memory, clock = Date } = {}) {
  let goUntil = 0;

  const click = (selector) => {
    const button = page.querySelector(selector);
    if (button && !button.disabled) button.click();
    return Boolean(button);
  };
  const follow = (selector) => {
    const link = page.querySelector(selector);
    if (link) go(link.href);
    return Boolean(link);
  };
  const single = (asked) => {
    const isGoing = clock.now() < goUntil;
    goUntil = asked === "go" && !isGoing ? clock.now() + WAIT_MS : 0;
    if (asked === "help") return follow("[data-help]");
    if (asked === "search") return focusSearch();
    return isGoing && asked !== "go" ? follow(`[data-key="${asked}"]`) : false;
  };
  const focusSearch = () => {
    const field = root.querySelector("[data-search]");
    field?.focus();
    field?.select();
    return Boolean(field);
  };

  page.addEventListener("keydown", (event) => {
    const asked = event.defaultPrevented ? null : askedFor(event);
    if (!asked) return;
    const isTyping = Boolean(event.target.closest?.(FIELDS));
    let isDone = false;
    if (asked === "save" || asked === "submit") isDone = click(`[data-${asked}]`);
    else if (!isTyping && areOn(memory)) isDone = single(asked);
    if (isDone) event.preventDefault();
  });
}
