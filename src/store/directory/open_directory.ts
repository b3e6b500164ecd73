import { resolve } from "node:path";
import { shownPath } from "../../domain/shown_text.ts";
import { holdTogether } from "../hold_together.ts";
import { storeTogether } from "../store_together.ts";
import type { StoreLocation } from "../location.ts";
import { forOwnTables, type SchemaStatus } from "../schema_status.ts";
import type { Store } from "../store.ts";
import { closedStore, directoryPlace } from "../store_errors.ts";
import { type KeyDirectory, requireKeyDirectory, unmade } from "./key_directory.ts";
import { MASTER_KEY_FILE } from "./layout.ts";
import { createReader, type Reading, soon } from "./reader.ts";
import { lookLocked, settledRead } from "./settled_read.ts";
import type { StagedView } from "./staged_view.ts";
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
    return createStore({ root, mustExist });
  });
}

function createStore(directory: KeyDirectory): Store {
  const { root } = directory;
  let isClosed = false;
  // Nothing is open between two calls; but once closed, it refuses them like any other store.
  const whileOpen = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (isClosed) throw closedStore(directoryPlace(root));
    return await work();
  };
  const read: Reading = (query) => whileOpen(() => settledRead(directory, query));
  const change = <Result>(work: (view: StagedView) => Promise<Result>) =>
    whileOpen(() => runTransaction(directory, work));
  const anyway = { root, mustExist: false };
  return {
    ...createReader(read),
    location: shownPath(root),
    schemaStatus: () => whileOpen(() => settledRead(anyway, () => statusOf(root))),
    migrate: () =>
      whileOpen(() =>
        changeDirectory(anyway, (isNew) => ({
          status: statusOf(root),
          made: isNew ? ["key directory"] : [],
        }))
      ),
    masterKeyFile: {
      read: () => read((view) => view.read(MASTER_KEY_FILE)),
      write: (document, replaced) =>
        change((view) => soon(() => writeMasterKeyFile(view, document, replaced))),
    },
    isTenants: () => Promise.resolve(false),
    standbyReads: () => 0,
    transaction: (work) => change((view) => work(createWriter(view))),
    storing: storeTogether((_uses, work) => change((view) => work(createWriter(view)))),
    holding: holdTogether((_uses, work) =>
      whileOpen(() =>
        lookLocked(directory, (view) => work(createReader((query) => soon(() => query(view)))))
      )
    ),
    close: () => {
      isClosed = true;
      return Promise.resolve();
    },
  };
}

const ALL_THERE = forOwnTables(() => ({ isThere: true }));

function statusOf(root: string): SchemaStatus {
  if (!requireKeyDirectory(root)) return unmade(root);
  return { owner: "cloacina", isReady: true, ownTables: ALL_THERE, problems: [] };
}
