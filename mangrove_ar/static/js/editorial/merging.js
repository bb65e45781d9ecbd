// The page of two versions: who writes into their own takes it; what was typed is kept until it is sent.

import { guardLeaving } from "./leaving.js";

/** @param {HTMLFormElement} form */
export function mount(form) {
  let isTyped = false;
  const guard = guardLeaving(() => isTyped);
  form.addEventListener("input", ({ target }) => {
    isTyped = true;
    const [kind, number] = target.name.split(".");
    if (kind !== "text") return;
    const mine = [...form.elements].find(({ name, value }) => name === `choice.${number}` && value === "yours");
    mine.checked = true;
  });
  form.addEventListener("submit", () => guard.off());
}
