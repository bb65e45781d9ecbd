/** What a scene costs a phone, against what a phone can carry. Pure. */

/**
 * @param {{model: string}[]} placed
 * @param {Map<string, {triangles: number, size_bytes: number}>} built by slug.
 * @param {{triangles: number, bytes: number}} most
 * @returns {{models: number, missing: string[], lines: {name: "triangles" | "bytes", value: number, most: number,
 *   isOver: boolean}[]}} missing: models that are not built, whose cost nobody knows.
 */
export function costOf(placed, built, most) {
  const slugs = placed.map(({ model }) => model);
  const known = slugs.filter((slug) => built.has(slug));
  const sum = (list, what) => list.reduce((total, slug) => total + built.get(slug)[what], 0);
  const line = (name, value) => ({ name, value, most: most[name], isOver: value > most[name] });
  return {
    models: placed.length,
    missing: [...new Set(slugs.filter((slug) => !built.has(slug)))],
    // Every copy is drawn, but a file is fetched once.
    lines: [line("triangles", sum(known, "triangles")), line("bytes", sum([...new Set(known)], "size_bytes"))],
  };
}
