// The tour's sample: changing one language marks the other, as on a real form; nothing is sent.

export function mount(root) {
  const [thai, english] = ["th", "en"].map((language) => ({
    words: root.querySelector(`[data-words="${language}"]`),
    state: root.querySelector(`[data-state="${language}"]`),
  }));
  const first = [thai.words.value, english.words.value];

  const mark = ({ words, state }, isStale) => {
    const name = words.value.trim() ? (isStale ? "stale" : "current") : "missing";
    if (state.className === `state state-${name}`) return; // Saying the same again would be read out again.
    state.className = `state state-${name}`;
    state.textContent = state.dataset[name];
  };
  root.addEventListener("input", () => {
    const changed = [thai.words.value !== first[0], english.words.value !== first[1]];
    mark(thai, changed[1] && !changed[0]);
    mark(english, changed[0] && !changed[1]);
  });
}
