/** What can be undone and done again. Steps that belong together, such as one drag, are undone together. Pure. */

const MOST_STEPS = 200;

/**
 * @template S
 * @param {S} first
 */
export function openHistory(first) {
  let [past, now, future, openKey] = [[], first, [], null];
  return {
    get now() {
      return now;
    },
    get canUndo() {
      return past.length > 0;
    },
    get canRedo() {
      return future.length > 0;
    },
    /** @param {S} next @param {string | null} key steps in a row with one key are one step, until `seal`. */
    push(next, key = null) {
      if (key === null || key !== openKey) past = [...past, now].slice(-MOST_STEPS);
      [now, future, openKey] = [next, [], key];
    },
    /** End the step at hand: the next one with the same key is another one. */
    seal() {
      openKey = null;
    },
    undo() {
      if (past.length) [past, now, future] = [past.slice(0, -1), past.at(-1), [now, ...future]];
      openKey = null;
      return now;
    },
    redo() {
      if (future.length) [past, now, future] = [[...past, now], future[0], future.slice(1)];
      openKey = null;
      return now;
    },
    /** Begin anew: what came before cannot be undone, because somebody else has changed it since. */
    restart(other) {
      [past, now, future, openKey] = [[], other, [], null];
    },
  };
}
