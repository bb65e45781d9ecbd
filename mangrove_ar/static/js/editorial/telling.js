/** What the server's answer to a save says is shown: states, problems, corrections, who else is at work. */

/**
 * @param {HTMLFormElement} form
 * @param {object} answer of `editing.autosave`
 * @param {{strings: Record<string, string>, page?: ParentNode}} options
 */
export function tell(form, answer, { strings, page = document }) {
  const draft = page.querySelector("[data-draft-state]");
  draft.className = `state state-${answer.state}`;
  draft.textContent = answer.state_words;
  tellStates(form, answer, strings);
  tellProblems(form, answer.problems, strings);
  tellSummary(page, answer.problems, strings);
  for (const slip of form.querySelectorAll("[data-correction]")) {
    const better = answer.corrections[slip.dataset.correction];
    slip.hidden = !better;
    slip.querySelector("[data-better]").textContent = better ?? "";
  }
  const colleague = page.querySelector("[data-colleague]");
  colleague.hidden = !answer.colleague;
  if (answer.colleague) {
    page.querySelector("[data-colleague-words]").textContent = filled(strings.colleague, answer.colleague);
  }
}

/** Put values into the gaps of a sentence, such as `{name}`. */
export function filled(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (gap, name) => values[name] ?? gap);
}

function tellStates(form, { states, confirmed }, strings) {
  for (const badge of form.querySelectorAll("[data-state]")) {
    const [, path, language] = /^(.*)\.(th|en)$/.exec(badge.dataset.state);
    const state = states[path]?.[language];
    if (!state) continue;
    badge.className = `state state-${state}`;
    badge.textContent = strings[state];
  }
  for (const label of form.querySelectorAll("[data-confirm]")) {
    const path = label.dataset.confirm;
    const isConfirmed = confirmed.includes(path);
    label.hidden = !isConfirmed && !Object.values(states[path] ?? {}).includes("stale");
  }
}

function tellProblems(form, problems, strings) {
  for (const place of form.querySelectorAll("[data-problems]")) {
    const here = problems.filter(({ path }) => path === place.dataset.problems);
    place.replaceChildren(...here.map((problem) => sentence(problem, strings)));
    const field = form.elements.namedItem(place.dataset.problems);
    if (field instanceof Element) field.toggleAttribute("aria-invalid", false);
    if (field instanceof Element && here.some(({ blocks }) => blocks)) field.setAttribute("aria-invalid", "true");
  }
}

function sentence({ text, blocks }, strings) {
  const line = document.createElement("p");
  const first = document.createElement("span");
  line.className = blocks ? "field-problem" : "field-warning";
  first.className = "hidden-text";
  first.textContent = `${blocks ? strings.blocks : strings.warns} `;
  line.append(first, text);
  return line;
}

function tellSummary(page, problems, strings) {
  const summary = page.querySelector("[data-summary]");
  summary.hidden = problems.length === 0;
  page.querySelector("[data-summary-count]").textContent = problems.length;
  page.querySelector("[data-summary-list]").replaceChildren(
    ...problems.map(({ path, label, text, blocks }) => {
      const line = document.createElement("li");
      const name = document.createElement(path ? "a" : "span");
      name.textContent = label;
      if (path) name.href = `#${path}`;
      line.append(name, `: ${text}${blocks ? "" : ` (${strings.warns})`}`);
      return line;
    }),
  );
}
