/** Numbers as people type them: millimetres, degrees, per cent; the record has metres and factors. Pure. */

const UNITS = {
  mm: { factor: 1000, digits: 1 },
  deg: { factor: 1, digits: 1 },
  percent: { factor: 100, digits: 3 },
};

/** @param {"mm" | "deg" | "percent"} unit @returns {string} without zeros at its end. */
export function shown(value, unit) {
  const { factor, digits } = UNITS[unit];
  return String(Number((value * factor).toFixed(digits)) || 0);
}

/** @returns {number | null} null for what is no number. */
export function read(typed, unit) {
  const text = typed.trim().replace(",", ".");
  const value = Number(text);
  return text && Number.isFinite(value) ? Number((value / UNITS[unit].factor).toFixed(9)) : null;
}

/** Sizes as a slider has them: each step is the same share, so that small models are as easy to size as large ones. */
export const slider = {
  /** @param {number} scale @param {number} middle the scale in the slider's middle; its ends are a tenth and ten times. */
  from: (scale, middle) => Math.max(-100, Math.min(100, Math.round(100 * Math.log10(scale / middle)))),
  to: (value, middle) => Number((middle * 10 ** (value / 100)).toPrecision(3)),
};
