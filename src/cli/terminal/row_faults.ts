import { fieldsOf } from "../../domain/damaged.ts";

/** How many damaged rows are named one by one. */
const MAX_NAMED = 10;

/** The first faults of damaged rows, and how many there are. */
export interface RowFaults {
  readonly faults: readonly string[];
  readonly faultCount: number;
}

/** No damaged row so far. */
export const NO_FAULTS: RowFaults = { faults: [], faultCount: 0 };

/** The faults of rows, after those of the rows before. */
export function addFaults({ faults, faultCount }: RowFaults, rows: readonly object[]): RowFaults {
  const added = rows.flatMap(faultOf);
  return {
    faults: [...faults, ...added].slice(0, MAX_NAMED),
    faultCount: faultCount + added.length,
  };
}

/** What to warn of: each of the first damaged rows, and how many others there are. */
export function faultWarnings({ faults, faultCount }: RowFaults): readonly string[] {
  const others = faultCount - faults.length;
  return [...faults, ...(others > 0 ? [`${others} more rows are damaged`] : [])];
}

/** What is wrong with a row whose fault is known. */
function faultOf(row: object): readonly string[] {
  const { fault } = row as { readonly fault?: string | null };
  const { id } = fieldsOf(row) as { readonly id?: string };
  return typeof fault === "string"
    ? [`the row ${id ?? "without a valid id"} is damaged: ${fault}`]
    : [];
}
