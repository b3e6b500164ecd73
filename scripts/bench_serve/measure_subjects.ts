import { median } from "../bench/median.ts";
import type { Cell } from "./cells.ts";
import type { Measured, Subject } from "./subjects.ts";

/** How many times to measure each cell, and for how many seconds. */
export interface Measuring {
  readonly rounds: number;
  readonly seconds: number;
}

/** A cell's figures: the median over all rounds, except `stored` and `refused`, which are sums. */
export interface CellResult extends Measured {
  readonly cell: Cell;
}

/** Measures all cells in rounds, so that other load on the machine affects all subjects alike. Keeps their order. */
export async function measureSubjects(
  { rounds, seconds }: Measuring,
  subjects: readonly Subject[],
): Promise<readonly (readonly CellResult[])[]> {
  const measured = subjects.map(({ cells }) => cells.map((): Measured[] => []));
  for (let round = 0; round < rounds; round++) {
    for (const [row, { cells, measure }] of subjects.entries()) {
      for (const [column, cell] of cells.entries()) {
        measured[row]![column]!.push(await measure(cell, seconds));
      }
    }
  }
  return subjects.map(({ cells }, row) =>
    cells.map((cell, column) => ({ cell, ...summarize(measured[row]![column]!) }))
  );
}

function summarize(rounds: readonly Measured[]): Measured {
  const latencies = rounds.flatMap(({ latency }) => latency ?? []);
  const times = rounds.flatMap(({ processorTime }) => processorTime ?? []);
  return {
    perSecond: median(rounds.map(({ perSecond }) => perSecond)),
    latency: latencies.length === 0 ? null : {
      p50: median(latencies.map(({ p50 }) => p50)),
      p99: median(latencies.map(({ p99 }) => p99)),
    },
    processorTime: times.length === 0 ? null : median(times),
    stored: rounds.reduce((sum, { stored }) => sum + stored, 0),
    refused: rounds.reduce((sum, { refused }) => sum + refused, 0),
  };
}
