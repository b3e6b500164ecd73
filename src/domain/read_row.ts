import type { CloacinaError } from "../errors.ts";
import { type Damaged, isDamaged } from "./damaged.ts";

/** A damaged row as a store reads it. */
export interface DamagedRow<Row> extends Damaged<Row> {
  /** The `store_corrupt` that names the row and where it is. */
  readonly error: CloacinaError;
  /** The row as the engine reads it, which validates less; null if the engine cannot read it either. */
  readonly engineRow: Row | null;
  /** Whether a query for active rows leaves it out. It may be active all the same. */
  readonly seemsRevoked: boolean;
}

/** A row as a store reads it: its record, or what is left of one that is damaged. */
export type ReadRow<Row> = Row | DamagedRow<Row>;

/** Throws the `store_corrupt` of a damaged row. */
export function requireSound<Row extends object>(row: ReadRow<Row>): Row {
  if (isDamagedRow(row)) throw row.error;
  return row;
}

/** Whether a row that was read is damaged. */
export function isDamagedRow<Row extends object>(row: ReadRow<Row>): row is DamagedRow<Row> {
  return isDamaged<Row>(row);
}

/** The row as the engine reads it; null if the engine cannot read it. */
export function engineRowOf<Row extends object>(row: ReadRow<Row>): Row | null {
  return isDamagedRow(row) ? row.engineRow : row;
}
