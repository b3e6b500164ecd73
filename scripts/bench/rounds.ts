import { CloacinaError } from "../../src/errors.ts";
import { layOutPackages, type Place } from "./arena.ts";
import type { Meter } from "./meter.ts";
import type { BenchCase } from "./plan.ts";
import type { CaseResult, Row } from "./results.ts";
import { OWN_NAMES } from "./own.ts";
import { type Sample, summarize } from "./statistics.ts";

/** What every case is measured with. */
export interface Measuring {
  readonly meter: Meter;
  readonly places: readonly Place[];
  readonly rounds: number;
}

/**
 * Measures a case in rounds. In each, every contender runs once, and each round another one begins, so that what
 * else the machine does meets all alike. A first round is not counted: it fills caches and finds who cannot.
 */
export async function measureCase(measuring: Measuring, bench: BenchCase): Promise<CaseResult> {
  const places = measuring.places.filter(({ contender }) => takesPart(contender.name, bench));
  const samples = new Map(places.map((place) => [place, [] as Sample[]]));
  const failures = await warmUp(measuring, bench, places);
  const able = places.filter((place) => !failures.has(place));
  for (let round = 0; round < measuring.rounds; round++) {
    for (const place of rotate(able, round)) {
      samples.get(place)!.push(await measureOnce(measuring, bench, place));
    }
  }
  const rows = places.map((place): Row => {
    const { name, work } = place.contender;
    const failure = failures.get(place);
    return failure === undefined
      ? { name, work, summary: summarize(samples.get(place)!) }
      : { name, work, failure };
  });
  return { bench, rows };
}

/** The items in their order, beginning with another one. */
export function rotate<Item>(items: readonly Item[], by: number): Item[] {
  const start = items.length === 0 ? 0 : by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}

/** Rows that other cases name are theirs: the empty program and the variants of our own. */
function takesPart(name: string, { rows, isClosed }: BenchCase): boolean {
  const isSpecial = name === OWN_NAMES.empty || name === OWN_NAMES.oneJob;
  return rows.includes(name) || !isClosed && !isSpecial;
}

/** A peer may have limits of its own, which its row then says; our own program has none. */
async function warmUp(
  measuring: Measuring,
  bench: BenchCase,
  places: readonly Place[],
): Promise<ReadonlyMap<Place, string>> {
  const failures = new Map<Place, string>();
  for (const place of places) {
    try {
      await measureOnce(measuring, bench, place);
    } catch (error) {
      const isPeer = !Object.values<string>(OWN_NAMES).includes(place.contender.name);
      if (!isPeer || !(error instanceof CloacinaError)) throw error;
      failures.set(place, "fails");
    }
  }
  return failures;
}

async function measureOnce(
  { meter }: Measuring,
  { action, files }: BenchCase,
  place: Place,
): Promise<Sample> {
  if (action === "sign") await layOutPackages(place, files);
  const paths = files.map(({ name }) => `packages/${name}`);
  return await meter(place.contender[action](paths), place.folder);
}
