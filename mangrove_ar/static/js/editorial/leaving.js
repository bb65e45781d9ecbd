/** Ask before a page is left with words that the server does not have; a page without them is left freely. */

/** @param {() => boolean} isUnsent */
export function guardLeaving(isUnsent, page = window) {
  let isOn = true;
  const ask = (event) => {
    if (isOn && isUnsent()) event.preventDefault();
  };
  page.addEventListener("beforeunload", ask);
  return {
    /** The page goes on purpose, and takes the words along. */
    off() {
      isOn = false;
      page.removeEventListener("beforeunload", ask);
    },
  };
}
