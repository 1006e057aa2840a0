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

let dates; // it takes time to make one, and lists have thousands of dates

export function date(iso) {
  dates ??= new Intl.DateTimeFormat(locale(), { dateStyle: "medium" });
  return dates.format(new Date(iso));
}

const STEP_S = 5; // an estimate is no more exact than that

// Returns how long something takes, as an estimate: "20 seconds", "3 minutes".
export function duration(seconds) {
  const [unit, amount] =
    seconds < 60 ? ["second", Math.max(STEP_S, Math.ceil(seconds / STEP_S) * STEP_S)]
    : seconds < 5400 ? ["minute", Math.round(seconds / 60)]
    : ["hour", Math.round(seconds / 3600)];
  return new Intl.NumberFormat(locale(), { style: "unit", unit, unitDisplay: "long" }).format(amount);
}
