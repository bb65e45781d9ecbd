/** Slips of the keyboard are put right with one press. */

/** @param {HTMLFormElement} form */
export function mountSlips(form) {
  for (const button of form.querySelectorAll("[data-put-right]")) button.hidden = false;
  form.addEventListener("click", ({ target }) => {
    const slip = target.closest("[data-put-right]")?.closest("[data-correction]");
    if (!slip) return;
    const field = form.elements.namedItem(slip.dataset.correction);
    field.value = slip.querySelector("[data-better]").textContent;
    slip.hidden = true;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
}
