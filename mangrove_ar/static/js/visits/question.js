// The station's question: judged on the phone at once, so that it works without signal.

/**
 * @param {HTMLElement} root holds a form [data-answer-form] with data-correct, and [data-explanation]
 * @param {(choice: number) => void} answered called with the chosen option, counted from 0
 */
export function mountQuestion(root, strings, answered) {
  const form = root.querySelector("[data-answer-form]");
  if (!form) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const choice = Number(new FormData(form).get("answer"));
    reveal(root, form, choice);
    answered(choice);
  });
}

function reveal(root, form, choice) {
  const correct = Number(form.dataset.correct);
  for (const option of form.querySelectorAll("[data-option]")) {
    const index = Number(option.dataset.option);
    option.querySelector("[data-mark=right]").hidden = index !== correct;
    option.querySelector("[data-mark=chosen]").hidden = index !== choice || choice === correct;
  }
  const explanation = root.querySelector("[data-explanation]");
  explanation.querySelector("[data-verdict=right]").hidden = choice !== correct;
  explanation.querySelector("[data-verdict=wrong]").hidden = choice === correct;
  explanation.hidden = false;
  explanation.scrollIntoView({ block: "nearest" });
}
