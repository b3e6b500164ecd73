import { CloacinaError } from "../../src/errors.ts";
import { layOutPackages, type Place } from "./arena.ts";
import { measureCommand } from "./measure_command.ts";
import type { Contender } from "./contender.ts";
import type { BenchCase } from "./plan.ts";
import type { CaseResult, Row } from "./results.ts";
import { OWN_NAMES } from "./own.ts";

/** Measures every tool of a case, one after the other. */
export async function measureCase(
  places: readonly Place[],
  bench: BenchCase,
  runs: number,
): Promise<CaseResult> {
  const rows: Row[] = [];
  for (const place of places) {
    if (takesPart(place.contender, bench)) rows.push(await measureRow(place, bench, runs));
  }
  return { bench, rows };
}

const SPECIAL: readonly string[] = [OWN_NAMES.empty, OWN_NAMES.oneJob, OWN_NAMES.offline];

/** The empty program and variants of our own program only run in cases that name them. */
function takesPart(contender: Contender, { action, rows, isClosed }: BenchCase): boolean {
  const { name } = contender;
  return contender[action] !== undefined &&
    (rows.includes(name) || !isClosed && !SPECIAL.includes(name));
}

/** A peer that fails, for example because it has a size limit, gets a row that says so. Ours must not fail. */
async function measureRow(place: Place, bench: BenchCase, runs: number): Promise<Row> {
  const { contender: { name, work }, folder } = place;
  const command = place.contender[bench.action]!(
    bench.files.map((file) => `packages/${file.name}`),
  );
  const prepare = bench.action === "sign" ? layOutPackages(place, bench.files) : null;
  try {
    return { name, work, summary: await measureCommand({ command, prepare, runs, folder }) };
  } catch (error) {
    const isPeer = !Object.values<string>(OWN_NAMES).includes(name);
    if (!isPeer || !(error instanceof CloacinaError)) throw error;
    return { name, work, failure: "fails" };
  }
}
