import type { PublicKey } from "./public_key.ts";

/** The fields that could be read; of a public key perhaps only its bytes or its fingerprint. */
export type Intact<Row> = {
  readonly [Name in keyof Row]?: Row[Name] extends PublicKey ? Partial<PublicKey> : Row[Name];
};

/** A row of which some values are not as its table requires. It is shown, revoked and removed; nothing relies on it. */
export interface Damaged<Row> {
  /** What is wrong, as in "its signature is not 64 bytes". */
  readonly fault: string;
  readonly intact: Intact<Row>;
}

/** A row, or what is left of one that is damaged. */
export type Stored<Row> = Row | Damaged<Row>;

/** Whether a row is damaged. */
export function isDamaged<Row extends object>(row: Stored<Row>): row is Damaged<Row> {
  return "intact" in row;
}

/** The fields of a row; of a damaged one, those that could be read. */
export function fieldsOf<Row extends object>(row: Stored<Row>): Intact<Row> {
  return isDamaged(row) ? row.intact : row as Intact<Row>;
}

/** Whether a row is not damaged. */
export function isSound<Row extends object>(row: Stored<Row>): row is Row {
  return !isDamaged(row);
}
