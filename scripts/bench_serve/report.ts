import type { Machine } from "../bench/machine.ts";
import type { CellResult } from "./measure_subjects.ts";
import type { MillionResult } from "./million.ts";
import type { SoakResult } from "./soak.ts";
import type { StoreSteps } from "./step_table.ts";

/** Servers on one store, and what they did together. */
export interface ServerGroup {
  readonly size: number;
  readonly results: readonly CellResult[];
}

/** The cells of every subject, in the order of the tables. */
export interface LoadResults {
  /** Ed25519 alone. */
  readonly signing: readonly CellResult[];
  /** The bare handler. */
  readonly handler: readonly CellResult[];
  readonly sqlite: readonly CellResult[];
  readonly postgres: readonly CellResult[];
  /** Two servers on one Postgres, and more if they are measured. */
  readonly groups: readonly ServerGroup[];
  /** The servers of the build before; null if not measured. */
  readonly baseline: {
    readonly sqlite: readonly CellResult[];
    readonly postgres: readonly CellResult[];
  } | null;
}

/** All results of a run. */
export interface ServeReport {
  readonly command: string;
  /** As in "2026-01-28". */
  readonly date: string;
  readonly rounds: number;
  readonly seconds: number;
  readonly machine: Machine;
  readonly versions: readonly string[];
  readonly steps: readonly StoreSteps[];
  readonly load: LoadResults;
  /** Empty if not measured. */
  readonly million: readonly MillionResult[];
  readonly soak: SoakResult | null;
}
