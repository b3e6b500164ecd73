import { join } from "node:path";
import { lookAt } from "./disk.ts";
import { requireSize } from "./documents.ts";
import { MAX_DOCUMENT_BYTES } from "./layout.ts";

/** Files to write (bytes) and to remove (null), by path relative to the key directory. */
export type Changes = ReadonlyMap<string, Uint8Array<ArrayBuffer> | null>;

/** The changes of one transaction, of which nothing is on the disk before they are committed. */
export interface StagedChanges {
  /** What the file will hold: null where it will not be there, undefined where it is not changed. */
  readonly read: (path: string) => Uint8Array<ArrayBuffer> | null | undefined;
  readonly write: (path: string, bytes: Uint8Array) => void;
  readonly remove: (path: string) => void;
  /** All of them. What is changed from here on is an error of ours. */
  readonly end: () => Changes;
}

/** No changes yet. */
export function stagedChanges(root: string): StagedChanges {
  const changes = new Map<string, Uint8Array<ArrayBuffer> | null>();
  let isOpen = true;
  const requireOpen = () => {
    if (!isOpen) throw new Error("a transaction was used after its end");
  };
  return {
    read: (path) => changes.get(path),
    write: (path, bytes) => {
      requireOpen();
      requireSize(bytes, MAX_DOCUMENT_BYTES, join(root, path));
      changes.set(path, new Uint8Array(bytes));
    },
    remove: (path) => {
      requireOpen();
      if (lookAt(join(root, path)) === null) changes.delete(path);
      else changes.set(path, null);
    },
    end: () => {
      isOpen = false;
      return changes;
    },
  };
}
