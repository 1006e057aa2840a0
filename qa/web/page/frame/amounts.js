// Sizes and ages as people read them.

import { locale } from "./words.js";

const UNITS = ["kilobyte", "megabyte", "gigabyte"];

export function size(bytes) {
  // The abbreviation of bytes would be "byte", in the singular.
  if (bytes < 1000) return new Intl.NumberFormat(locale(), { style: "unit", unit: "byte", unitDisplay: "long" }).format(bytes);
  let [amount, step] = [bytes / 1000, 0];
  while (amount >= 1000 && step < UNITS.length - 1) [amount, step] = [amount / 1000, step + 1];
  const format = { style: "unit", unit: UNITS[step], maximumFractionDigits: 1 };
  return new Intl.NumberFormat(locale(), format).format(amount);
}

export function ago(time) {
  const format = new Intl.RelativeTimeFormat(locale(), { numeric: "auto" });
  const seconds = (time - Date.now()) / 1000;
  for (const [unit, length] of [["day", 86_400], ["hour", 3600], ["minute", 60]]) {
    if (Math.abs(seconds) >= length) return format.format(Math.trunc(seconds / length), unit);
  }
  return format.format(0, "minute");
}
