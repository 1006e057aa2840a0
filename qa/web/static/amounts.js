// Amounts as people say them.

export function size(bytes) {
  const units = ["B", "KB", "MB", "GB"];
  let step = 0;
  while (bytes >= 1000 && step < 3) [bytes, step] = [bytes / 1000, step + 1];
  return `${step ? bytes.toFixed(1) : bytes} ${units[step]}`;
}

export function ago(time) {
  const said = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  const seconds = (time - Date.now()) / 1000;
  for (const [unit, length] of [["day", 86_400], ["hour", 3600], ["minute", 60]]) {
    if (Math.abs(seconds) >= length) return said.format(Math.trunc(seconds / length), unit);
  }
  return said.format(0, "minute");
}
