import { join } from "node:path";
import * as z from "zod/mini";
import type { Bytes } from "../../crypto/bytes.ts";
import { directoryPlace, transactionEnded } from "../store_errors.ts";
import { lookAt } from "./disk.ts";
import { requireSize, serializeDocument } from "./documents.ts";
import { MAX_DOCUMENT_BYTES } from "./layout.ts";
import { type Entry, entryAt, entryOf, type EntryParts, type RecordKind } from "./record_kind.ts";
import { corrupt } from "./store_error.ts";
import { diskView, type View } from "./view.ts";

/** Files to write (bytes) and to remove (null), by path relative to the key directory. */
export type Changes = ReadonlyMap<string, Bytes | null>;

/** The changes of one transaction, of which nothing is on the disk before they are committed. */
interface StagedChanges {
  /** What the file will hold: null where it will not be there, undefined where it is not changed. */
  readonly read: (path: string) => Bytes | null | undefined;
  readonly write: (path: string, bytes: Uint8Array) => void;
  readonly remove: (path: string) => void;
  /** Throws where the transaction has ended. */
  readonly requireOpen: () => void;
  /** All of them. Any later read or change throws. */
  readonly end: () => Changes;
}

/** The key directory as a transaction would leave it. */
export interface StagedView extends View {
  /** Keeps a row, in place of the entry that is replaced. Throws `invalid_request` for what no row may hold. */
  readonly put: <Row, Part extends string>(
    kind: RecordKind<Row, Part>,
    row: Row,
    replaced: Entry<Part> | null,
  ) => void;
  /** Throws where the transaction has ended. */
  readonly requireOpen: () => void;
  /** Keeps the file of a damaged row under the name of these parts. Throws `store_corrupt` for what is no file. */
  readonly rename: <Row, Part extends string>(
    kind: RecordKind<Row, Part>,
    entry: Entry<Part>,
    parts: EntryParts<Part>,
  ) => void;
  /** Removes the file of a row. */
  readonly drop: <Row, Part extends string>(
    kind: RecordKind<Row, Part>,
    entry: Entry<Part>,
  ) => void;
  /** Keeps a file that is no record. */
  readonly write: (path: string, bytes: Uint8Array) => void;
}

/** No changes yet. */
export function stagedChanges(root: string): StagedChanges {
  const changes = new Map<string, Bytes | null>();
  let isOpen = true;
  const requireOpen = () => {
    if (!isOpen) throw transactionEnded(directoryPlace(root));
  };
  return {
    requireOpen,
    read: (path) => changes.get(path),
    write: (path, bytes) => {
      requireSize(bytes, MAX_DOCUMENT_BYTES, join(root, path));
      changes.set(path, new Uint8Array(bytes));
    },
    remove: (path) => {
      if (lookAt(join(root, path)) === null) changes.delete(path);
      else changes.set(path, null);
    },
    end: () => {
      isOpen = false;
      return changes;
    },
  };
}

/** Nobody else changes a locked key directory, so names are read from the disk once, and then kept up to date. */
export function stagedView(root: string, changes: StagedChanges): StagedView {
  const disk = diskView(root);
  const names = knownNames(disk);
  return {
    root,
    requireOpen: changes.requireOpen,
    groups: names.groups,
    entries: names.entries,
    read: (path) => {
      const bytes = changes.read(path);
      return bytes === undefined ? disk.read(path) : bytes;
    },
    put: (kind, row, replaced) => {
      const bytes = serializeDocument(join(root, kind.folder), () => z.encode(kind.codec, row));
      const entry = entryOf(kind, row);
      if (replaced !== null && replaced.path !== entry.path) changes.remove(replaced.path);
      changes.write(entry.path, bytes);
      names.replace(kind, entry, replaced);
    },
    rename: (kind, entry, parts) => {
      const bytes = disk.read(entry.path);
      if (bytes === null) throw corrupt(join(root, entry.path), "it went away while it was read");
      const renamed = entryAt(kind, parts);
      changes.remove(entry.path);
      changes.write(renamed.path, bytes);
      names.replace(kind, renamed, entry);
    },
    drop: (kind, entry) => {
      changes.remove(entry.path);
      names.remove(kind, entry);
    },
    write: changes.write,
  };
}

/** The names of a view, each group read when it is first asked for. */
function knownNames(disk: View) {
  const groups = new Map<string, Set<string>>();
  const entries = new Map<string, Map<string, Entry<string>>>();
  const groupsOf = <Row, Part extends string>(kind: RecordKind<Row, Part>) =>
    getOrAdd(groups, kind.folder, () => new Set(disk.groups(kind)));
  const entriesOf = <Row, Part extends string>(kind: RecordKind<Row, Part>, group: string) =>
    // What lies in a kind's folder was read with that kind.
    getOrAdd(entries, `${kind.folder}/${group}`, () => byPath(disk.entries(kind, group))) as Map<
      string,
      Entry<Part>
    >;
  return {
    groups: <Row, Part extends string>(kind: RecordKind<Row, Part>) => [...groupsOf(kind)],
    entries: <Row, Part extends string>(
      kind: RecordKind<Row, Part>,
      group: string,
    ) => [...entriesOf(kind, group).values()],
    replace: <Row, Part extends string>(
      kind: RecordKind<Row, Part>,
      entry: Entry<Part>,
      replaced: Entry<Part> | null,
    ) => {
      const group = kind.groupOf(entry.parts);
      groupsOf(kind).add(group);
      if (replaced !== null) entriesOf(kind, group).delete(replaced.path);
      entriesOf(kind, group).set(entry.path, entry);
    },
    remove: <Row, Part extends string>(kind: RecordKind<Row, Part>, entry: Entry<Part>) => {
      entriesOf(kind, kind.groupOf(entry.parts)).delete(entry.path);
    },
  };
}

function byPath<Part extends string>(entries: readonly Entry<Part>[]): Map<string, Entry<Part>> {
  return new Map(entries.map((entry) => [entry.path, entry]));
}

function getOrAdd<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
