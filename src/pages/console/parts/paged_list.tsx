import { useState } from "preact/hooks";
import type { Items, Page } from "../../../domain/list_slice.ts";
import { nextPage, pageOf, previousPage, rangeOf, START } from "../paging.ts";
import { type Loaded, useLoaded } from "../use_loaded.ts";
import { type Column, DataTable } from "./data_table.tsx";
import { LoadState } from "./load_state.tsx";

/** What a list shows, and from where. */
export interface PagedListProps<Row> {
  readonly caption: string;
  /** What the list is of: another one begins at its first page. */
  readonly name: string;
  readonly load: (page: Page) => Promise<Items<Row>>;
  readonly columns: (list: Pick<Loaded<unknown>, "reload">) => readonly Column<Row>[];
  readonly idOf: (row: Row) => string;
}

/** A list of any length, a page at a time. */
export function PagedList<Row>(props: PagedListProps<Row>) {
  return <Pages key={props.name} {...props} />;
}

function Pages<Row>({ caption, name, load, columns, idOf }: PagedListProps<Row>) {
  const [trail, setTrail] = useState(START);
  const list = useLoaded(JSON.stringify([name, trail]), () => load(pageOf(trail)));
  return (
    <LoadState of={list}>
      {({ items, total, next }) => (
        <>
          {items.length > 0 && (
            <DataTable caption={caption} columns={columns(list)} rows={items} idOf={idOf} />
          )}
          <nav class="pages" aria-label={`Pages: ${caption}`}>
            <span role="status">{rangeOf(trail, items.length, total)}</span>
            <button type="button" onClick={list.reload}>Reload</button>
            {(trail.length > 1 || next !== undefined) && (
              <>
                <button
                  type="button"
                  disabled={trail.length === 1}
                  onClick={() => setTrail(previousPage(trail))}
                >
                  Previous
                </button>
                <button
                  type="button"
                  disabled={next === undefined}
                  onClick={() => setTrail(nextPage(trail, next!))}
                >
                  Next
                </button>
              </>
            )}
          </nav>
        </>
      )}
    </LoadState>
  );
}
