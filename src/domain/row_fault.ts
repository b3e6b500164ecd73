/** A bad row of a store, its ID where that can be read, and what is wrong with it. */
export interface RowFault {
  readonly table: string;
  readonly id: string | null;
  readonly fault: string;
}
