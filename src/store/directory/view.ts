import { join } from "node:path";
import type { Bytes } from "../../crypto/bytes.ts";
import { readFile, readNames } from "./disk.ts";
import { MAX_DOCUMENT_BYTES } from "./layout.ts";
import { type Entry, nameReader, type RecordKind } from "./record_kind.ts";
import { corrupt } from "./store_error.ts";

/** What a key directory holds: on the disk, or as a transaction would leave it. Paths are relative to it. */
export interface View {
  readonly root: string;
  readonly groups: <Row, Part extends string>(kind: RecordKind<Row, Part>) => readonly string[];
  /** The records of a group, in no order, twins marked. Throws `store_corrupt` for a name that no record has. */
  readonly entries: <Row, Part extends string>(
    kind: RecordKind<Row, Part>,
    group: string,
  ) => readonly Entry<Part>[];
  readonly read: (path: string) => Bytes | null;
}

/** The key directory as it is on the disk at each call. */
export function diskView(root: string): View {
  return {
    root,
    groups: (kind) => readNames(join(root, kind.folder)),
    entries: (kind, group) => readEntries(root, kind, group),
    read: (path) => readFile(join(root, path), MAX_DOCUMENT_BYTES),
  };
}

function readEntries<Row, Part extends string>(
  root: string,
  kind: RecordKind<Row, Part>,
  group: string,
): readonly Entry<Part>[] {
  const folder = join(root, kind.folder, group);
  const read = nameReader(kind);
  const entries = readNames(folder).map((name) => {
    const entry = read(group, name);
    if (entry === null) throw corrupt(join(folder, name), "no record has this name here");
    return entry;
  });
  return markTwins(kind, entries);
}

/** A file that was restored beside its successor would make a revoked key valid again. */
function markTwins<Row, Part extends string>(
  { identity }: RecordKind<Row, Part>,
  entries: readonly Entry<Part>[],
): readonly Entry<Part>[] {
  const seen = new Map<string, string>();
  const twins = new Map<string, string>();
  for (const { path, parts } of entries) {
    const key = identity.map((part) => parts[part]).join("_");
    const twin = seen.get(key);
    if (twin === undefined) seen.set(key, path);
    else twins.set(path, twin).set(twin, path);
  }
  if (twins.size === 0) return entries;
  return entries.map((entry) => {
    const twin = twins.get(entry.path);
    return twin === undefined ? entry : { ...entry, twin };
  });
}
