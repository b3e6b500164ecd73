import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Column } from "./data_table.tsx";
import { PagedList, type PagedListProps } from "./paged_list.tsx";
import { revokeColumn } from "./revoke_column.tsx";

interface RevocableListProps<Row> extends Omit<PagedListProps<Row>, "columns"> {
  readonly columns: readonly Column<Row>[];
  /** Which rows can be revoked; null for somebody who may revoke none. */
  readonly mayRevoke: ((row: Row) => boolean) | null;
  /** The dialog that asks whether to revoke a row, and tells `onClose` whether something may have changed. */
  readonly dialogOf: (row: Row, onClose: (changed: boolean) => void) => ComponentChildren;
}

/** A list whose rows are revoked one at a time, and which is loaded again after that. */
export function RevocableList<Row>(props: RevocableListProps<Row>) {
  const { columns, mayRevoke, dialogOf, ...list } = props;
  const [revoking, setRevoking] = useState<{ row: Row; reload: () => void } | null>(null);
  const onClose = (changed: boolean) => {
    setRevoking(null);
    if (changed) revoking?.reload();
  };
  return (
    <>
      <PagedList
        {...list}
        columns={({ reload }) =>
          mayRevoke === null
            ? columns
            : [...columns, revokeColumn(mayRevoke, (row) => setRevoking({ row, reload }))]}
      />
      {revoking !== null && dialogOf(revoking.row, onClose)}
    </>
  );
}
