/** Reads and changes one value inside a scene by its path, such as `models.0.scale`. Pure. */

/** @param {string} path "" is the whole. */
export function valueAt(whole, path) {
  return keysOf(path).reduce((value, key) => value?.[key], whole);
}

/** Give the whole with another value at a path; the former one stays as it was. */
export function withValue(whole, path, value) {
  const [key, ...rest] = keysOf(path);
  if (key === undefined) return value;
  const copy = Array.isArray(whole) ? [...whole] : { ...whole };
  copy[key] = withValue(whole?.[key], rest.join("."), value);
  return copy;
}

function keysOf(path) {
  return path === "" ? [] : path.split(".");
}
