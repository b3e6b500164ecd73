const UNITS = ["B", "KiB", "MiB", "GiB"] as const;

/** A size in the largest unit that divides it: "33 MiB". */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  for (; unit + 1 < UNITS.length && value > 0 && value % 1024 === 0; unit++) value /= 1024;
  return `${value} ${UNITS[unit]}`;
}

/** A whole number with commas: "1,000". */
export function formatCount(count: number): string {
  return Math.round(count).toLocaleString("en-GB");
}

/** Seconds as whole milliseconds: "1,250". */
export function formatMilliseconds(seconds: number): string {
  return formatCount(seconds * 1000);
}

/** KiB as MiB, with a decimal below ten: "5.9", "64". */
export function formatMebibytes(kibibytes: number): string {
  const mebibytes = kibibytes / 1024;
  return mebibytes < 9.95 ? mebibytes.toFixed(1) : formatCount(mebibytes);
}

/** A ratio with two decimals: "1.04". */
export function formatRatio(ratio: number): string {
  return ratio.toFixed(2);
}

/** Bytes as whole GiB, of a machine's memory: "24 GiB". */
export function formatGibibytes(bytes: number): string {
  return `${formatCount(bytes / 1024 ** 3)} GiB`;
}
