/** Keeps what a running step has opened, and gives it back when the step ends, in whatever way it ends. */

export class Holding {
  #releases = [];
  #signal;
  #isOver = false;

  /** @param {AbortSignal} signal aborted when the visitor leaves or the step fails; its reason is what is thrown. */
  constructor(signal) {
    this.#signal = signal;
  }

  /**
   * Wait for something unless the step ends first. What comes is released at the end, and at once if it comes late.
   *
   * @template T
   * @param {Promise<T>} coming
   * @param {(made: T) => void} [release]
   * @returns {Promise<T>}
   */
  take(coming, release = () => {}) {
    this.#owe(() => coming.then(release, () => {}));
    return unlessAborted(coming, this.#signal);
  }

  /**
   * Keep what is here already.
   *
   * @template T
   * @param {T} made
   * @param {(made: T) => void} release
   * @returns {T}
   */
  keep(made, release) {
    this.#owe(() => release(made));
    return made;
  }

  /** Give everything back, the latest first. */
  release() {
    this.#isOver = true;
    for (const free of this.#releases.splice(0).reverse()) free();
  }

  #owe(free) {
    if (this.#isOver) free();
    else this.#releases.push(free);
  }
}

/**
 * @template T
 * @param {Promise<T>} coming
 * @param {number} limitMs
 * @param {() => Error} lateError
 * @returns {Promise<T>}
 */
export function withinTime(coming, limitMs, lateError) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(lateError()), limitMs);
  });
  return Promise.race([coming, late]).finally(() => clearTimeout(timer));
}

function unlessAborted(coming, signal) {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    coming.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
