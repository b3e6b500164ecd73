import { resolve } from "node:path";
import { holdTogether } from "../hold_together.ts";
import type { StoreLocation } from "../location.ts";
import type { SchemaStatus, Store } from "../store.ts";
import { requireKeyDirectory } from "./key_directory.ts";
import { MASTER_KEY_FILE } from "./layout.ts";
import { lookLocked } from "./look_locked.ts";
import { createReader, type Reading } from "./reader.ts";
import { soon } from "./soon.ts";
import { settledRead } from "./settled_read.ts";
import { changeDirectory, runTransaction } from "./transaction.ts";
import { createWriter, writeMasterKeyFile } from "./writer.ts";

/**
 * Opens the key directory at a path; where it need not exist, it is made when it is first written to. Throws
 * `store_unavailable`, `insufficient_permissions` where others may write to it, and `store_corrupt` for a directory of
 * something else.
 */
export function openDirectory(
  { path, mustExist = false }: Extract<StoreLocation, { kind: "directory" }>,
): Promise<Store> {
  return soon(() => {
    const root = resolve(path);
    requireKeyDirectory(root);
    return createStore(root, mustExist);
  });
}

function createStore(root: string, mustExist: boolean): Store {
  const read: Reading = (query) => settledRead(root, query, mustExist);
  return {
    ...createReader(read),
    location: root,
    schemaStatus: () => settledRead(root, () => statusOf(root), false),
    migrate: () => changeDirectory(root, false, () => statusOf(root)),
    masterKeyFile: {
      read: () => read((view) => view.read(MASTER_KEY_FILE)),
      write: (document, replace) =>
        runTransaction(
          root,
          mustExist,
          (view) => soon(() => writeMasterKeyFile(view, document, replace)),
        ),
    },
    standbyReads: () => 0,
    transaction: (work) => runTransaction(root, mustExist, (view) => work(createWriter(view))),
    holding: holdTogether((_uses, work) =>
      lookLocked(root, mustExist, (view) => work(createReader((query) => soon(() => query(view)))))
    ),
    // Nothing is kept open between two calls.
    close: () => Promise.resolve(),
  };
}

/** There is nothing to prepare: what is not there yet is made by the first change. */
function statusOf(root: string): SchemaStatus {
  const owner = requireKeyDirectory(root) ? "cloacina" : "nobody";
  return { owner, isReady: true, hasApiTokens: true, problems: [] };
}
