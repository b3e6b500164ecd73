import type { Sample } from "./statistics.ts";

/**
 * Reads what the meter's shell printed, seconds as "wall user system", and the KiB that GNU time wrote, where it
 * is installed. Throws RangeError for any other text.
 */
export function parseSample(times: string, peak: string | undefined): Sample {
  const match = /^(\d+\.\d{3}) (\d+\.\d{3}) (\d+\.\d{3})\n$/.exec(times);
  if (match === null) throw new RangeError(`not three times: ${JSON.stringify(times)}`);
  const [wallSeconds, user, system] = match.slice(1).map(Number) as [number, number, number];
  return { wallSeconds, cpuSeconds: user + system, peakKibibytes: parsePeak(peak) };
}

function parsePeak(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d+\n$/.test(text)) return Number(text);
  throw new RangeError(`not a number of KiB: ${JSON.stringify(text)}`);
}
