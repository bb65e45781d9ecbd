// A pack's page while the pack is made: asks now and then, and shows the whole page again when something has changed.

const ASK_EVERY_MS = 2_000;
const MOST_PAUSE_MS = 30_000;

/** @param {HTMLElement} root carries data-state and data-state-url; may have a [data-watched] that is true only here */
export function mount(root, { ask = askState, wait = setTimeout, reload = () => location.reload() } = {}) {
  const watched = root.querySelector("[data-watched]");
  if (watched) watched.hidden = false;
  let pauseMs = ASK_EVERY_MS;
  const again = () =>
    wait(async () => {
      const state = await ask(root.dataset.stateUrl);
      pauseMs = nextPause(pauseMs, state !== null);
      if (hasChanged(root.dataset.state, state)) reload();
      else again();
    }, pauseMs);
  again();
}

/** A silent server is news of the network, not of the pack. */
export function hasChanged(shown, state) {
  return state !== null && state !== shown;
}

/** Without an answer ask ever more rarely. */
export function nextPause(pauseMs, hasAnswered) {
  return hasAnswered ? ASK_EVERY_MS : Math.min(2 * pauseMs, MOST_PAUSE_MS);
}

async function askState(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
  return answer?.ok ? (await answer.json()).state : null;
}
