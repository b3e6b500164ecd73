/** Some rows, and, if more follow, after what. */
export interface Chunk<Row> {
  readonly rows: readonly Row[];
  readonly next?: string;
}

/**
 * Where a walk goes on: null at the beginning, else what the chunk before said; and how many rows are wanted at most.
 * A walk meets each row of a table once that is there all the time, in an order of the store's own, and takes as long
 * for the last rows as for the first.
 */
export interface Step {
  readonly after: string | null;
  readonly limit: number;
}
