import { join } from "node:path";
import * as z from "zod/mini";
import { fieldsOf, type Intact, type Stored } from "../../domain/damaged.ts";
import { type Page, sliceList } from "../../domain/list_slice.ts";
import { hasCode } from "../../errors.ts";
import type { DamagedRow, ReadRow } from "../../domain/read_row.ts";
import type { Listing } from "../store.ts";
import type { Chunk, Step } from "../../domain/walk.ts";
import { parseDocument } from "./documents.ts";
import {
  type Entry,
  entryOf,
  type EntryParts,
  type RecordKind,
  timeNumber,
} from "./record_kind.ts";
import { corrupt, IS_TWIN, stateOf, twins } from "./store_error.ts";
import type { View } from "./view.ts";

/** A condition on the names of rows' files. */
export type Choice<Part extends string> = (parts: EntryParts<Part>) => boolean;

/** A row, marked if it is damaged, and where it is kept. */
export interface FoundRow<Row, Part extends string> {
  readonly row: ReadRow<Row>;
  readonly entry: Entry<Part>;
}

/** Which rows are chosen: from these groups (null: from all), and at most how many. */
export interface Selection<Part extends string> {
  readonly choice: Choice<Part>;
  readonly groups: readonly string[] | null;
  readonly limit?: number | undefined;
}

/** The rows that are chosen, oldest first, then by id; damaged ones are marked. */
export function chooseRows<Row, Part extends string>(
  view: View,
  kind: RecordKind<Row, Part>,
  { limit = Infinity, ...selection }: Selection<Part>,
): readonly ReadRow<Row>[] {
  const entries = refuseTwins(view, chooseEntries(view, kind, selection)).slice(0, limit);
  return entries.map((entry) => readRow(view, kind, entry));
}

/** The one row that is chosen, by what no two rows have in common. */
export function findRow<Row, Part extends string>(
  view: View,
  kind: RecordKind<Row, Part>,
  selection: Selection<Part>,
): FoundRow<Row, Part> | null {
  const [entry, other] = refuseTwins(view, chooseEntries(view, kind, selection));
  if (entry === undefined) return null;
  if (other !== undefined) throw twins(view.root, other.path, entry.path);
  return { row: readRow(view, kind, entry), entry };
}

/** All files that are chosen, oldest first, also where several claim to be one row: each is marked then. */
export function findFiles<Row, Part extends string>(
  view: View,
  kind: RecordKind<Row, Part>,
  selection: Selection<Part>,
): readonly FoundRow<Row, Part>[] {
  return chooseEntries(view, kind, selection)
    .map((entry) => ({ row: readRow(view, kind, entry), entry }));
}

/** What the names of all files of a kind say. */
export function partsOf<Row, Part extends string>(
  view: View,
  kind: RecordKind<Row, Part>,
): readonly EntryParts<Part>[] {
  const entries = view.groups(kind).flatMap((group) => view.entries(kind, group));
  return refuseTwins(view, entries).map(({ parts }) => parts);
}

/** A page of the rows that are chosen, twins marked; the files of other pages are not opened. */
export function listRows<Row, Part extends string>(
  view: View,
  kind: RecordKind<Row, Part>,
  { page, ...selection }: Selection<Part> & { readonly page: Page },
): Listing<ReadRow<Row>> {
  const entries = chooseEntries(view, kind, selection);
  const { items, ...rest } = sliceList(entries, page, ({ parts }) => parts);
  return { rows: items.map((entry) => readRow(view, kind, entry)), ...rest };
}

/** Rows in the order of their files' paths, twins marked. A group that cannot be read is one damaged row. */
export function walkRows<Row, Part extends string>(
  view: View,
  kind: RecordKind<Row, Part>,
  { after, limit }: Step,
): Chunk<ReadRow<Row>> {
  const rows: ReadRow<Row>[] = [];
  for (const group of view.groups(kind).toSorted()) {
    if (after !== null && groupPath(kind, group, LAST) <= after) continue;
    for (const { path, read } of groupRows(view, kind, group)) {
      if (after !== null && path <= after) continue;
      rows.push(read());
      if (rows.length === limit) return { rows, next: path };
    }
  }
  return { rows };
}

/** Comes after the names of all records. */
const LAST = "~";

function groupPath({ folder }: { readonly folder: string }, group: string, name: string): string {
  return `${folder}/${group}/${name}`;
}

function groupRows<Row, Part extends string>(
  view: View,
  kind: RecordKind<Row, Part>,
  group: string,
): readonly { readonly path: string; readonly read: () => ReadRow<Row> }[] {
  try {
    return view.entries(kind, group).toSorted((a, b) => a.path < b.path ? -1 : 1)
      .map((entry) => ({ path: entry.path, read: () => readRow(view, kind, entry) }));
  } catch (error) {
    if (!hasCode(error, "store_corrupt")) throw error;
    const fault = error.message.replace(/^Cannot read /, "");
    const row = { fault, intact: {}, error, engineRow: null, seemsRevoked: false };
    return [{ path: groupPath(kind, group, LAST), read: () => row }];
  }
}

function chooseEntries<Row, Part extends string>(
  view: View,
  kind: RecordKind<Row, Part>,
  { choice, groups }: Selection<Part>,
): readonly Entry<Part>[] {
  return (groups ?? view.groups(kind))
    .flatMap((group) => view.entries(kind, group).filter(({ parts }) => choice(parts)))
    .map((entry) => ({ entry, at: timeNumber(entry.parts.time) }))
    .sort((a, b) => a.at - b.at || (a.entry.parts.id < b.entry.parts.id ? -1 : 1))
    .map(({ entry }) => entry);
}

/** Nothing relies on a row that another file claims to be. */
function refuseTwins<Part extends string>(
  { root }: View,
  entries: readonly Entry<Part>[],
): readonly Entry<Part>[] {
  for (const { path, twin } of entries) {
    if (twin !== undefined) throw twins(root, path, twin);
  }
  return entries;
}

/** Reads a row whose name was seen; one that has a twin is damaged. */
function readRow<Row, Part extends string>(
  view: View,
  kind: RecordKind<Row, Part>,
  entry: Entry<Part>,
): ReadRow<Row> {
  const row = readFile(view, kind, entry);
  const { path, twin } = entry;
  if (twin === undefined) return row;
  const intact = fieldsOf(row as Stored<object>) as Intact<Row>;
  return damagedRow(entry, { fault: IS_TWIN, intact, error: twins(view.root, path, twin) });
}

/** Reads a row from its file. It is damaged too where file and name do not say the same. */
function readFile<Row, Part extends string>(
  view: View,
  kind: RecordKind<Row, Part>,
  entry: Entry<Part>,
): ReadRow<Row> {
  try {
    return readSoundRow(view, kind, entry);
  } catch (error) {
    if (!hasCode(error, "store_corrupt")) throw error;
    const fault = stateOf(error, join(view.root, entry.path));
    return damagedRow(entry, { fault, intact: kind.named(entry.parts), error });
  }
}

function damagedRow<Row>(
  { parts }: Entry<string>,
  damage: Pick<DamagedRow<Row>, "fault" | "intact" | "error">,
): DamagedRow<Row> {
  return { ...damage, engineRow: null, seemsRevoked: parts["status"] === "revoked" };
}

/** Throws `store_corrupt`. */
function readSoundRow<Row, Part extends string>(
  view: View,
  kind: RecordKind<Row, Part>,
  { path }: Entry<Part>,
): Row {
  const file = join(view.root, path);
  const bytes = view.read(path);
  if (bytes === null) throw corrupt(file, "it went away while it was read");
  const row = parseDocument(
    bytes,
    file,
    (document) => z.decode(kind.codec, document as Readonly<Record<string, unknown>>),
  );
  if (entryOf(kind, row).path !== path) throw corrupt(file, "its name belongs to another record");
  return row;
}
