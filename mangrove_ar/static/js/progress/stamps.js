// What the phone's events add up to: stamps and answers by station. Pure.

/**
 * @param {Array<{station: string, kind: string, choice?: number}>} events oldest first
 * @returns {Map<string, {stamped: boolean, seen: boolean, choice: number | null}>} by station slug; the first answer counts
 */
export function stampsOf(events) {
  const stamps = new Map();
  for (const event of events) {
    const stamp = stamps.get(event.station) ?? { stamped: false, seen: false, choice: null };
    if (event.kind === "station_opened") stamp.stamped = true;
    if (event.kind === "scene_shown") stamp.seen = true;
    if (event.kind === "question_answered") stamp.choice ??= event.choice;
    stamps.set(event.station, stamp);
  }
  return stamps;
}

/** How many stations of the trail are stamped. */
export function countStamps(events) {
  return [...stampsOf(events).values()].filter((stamp) => stamp.stamped).length;
}

/**
 * Choose the one honest sentence about where the progress is.
 * @param {{waiting: number, sent: number, refused: number}} state
 * @returns {"waiting" | "refused" | "sent" | "saved"}
 */
export function sentenceFor(state) {
  if (state.waiting > 0) return "waiting";
  if (state.refused > 0) return "refused";
  return state.sent > 0 ? "sent" : "saved";
}

/** Name why the phone could not keep something. */
export function troubleOf(error) {
  return error?.name === "QuotaExceededError" ? "no_space" : "unavailable";
}
