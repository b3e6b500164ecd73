import type { Column } from "./data_table.tsx";

/** The column with a button beside each row that can be revoked. */
export function revokeColumn<Row>(
  mayRevoke: (row: Row) => boolean,
  onRevoke: (row: Row) => void,
): Column<Row> {
  return {
    title: "Actions",
    cell: (row) =>
      mayRevoke(row) &&
      <button type="button" onClick={() => onRevoke(row)}>Revoke…</button>,
  };
}
