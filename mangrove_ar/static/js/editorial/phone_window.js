// Opens a preview in a window of a phone's size; without JavaScript the same links open a whole tab.

const FEATURES = "popup,width=390,height=844,noopener";

/** @param {HTMLElement} root holds links [data-phone] */
export function mount(root, { open = globalThis.open.bind(globalThis) } = {}) {
  root.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-phone]");
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link.href, "", FEATURES);
  });
}
