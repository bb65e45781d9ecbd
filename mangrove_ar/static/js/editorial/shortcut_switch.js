// Switch single-key shortcuts off and on for this browser.

import { areOn, switchKeys } from "./shortcuts.js";

export function mount(root, { memory } = {}) {
  const button = root.querySelector("[data-switch]");
  const state = root.querySelector("[data-state]");
  const show = () => {
    const on = areOn(memory);
    state.textContent = on ? root.dataset.isOn : root.dataset.isOff;
    button.textContent = on ? root.dataset.switchOff : root.dataset.switchOn;
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    switchKeys(!areOn(memory), memory);
    show();
  });
  show();
}
