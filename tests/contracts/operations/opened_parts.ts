import type { AuditEvent } from "../../../src/domain/audit_event.ts";
import type { LocalParts } from "../../../src/operations/parts.ts";
import { openDirectory } from "../../../src/store/directory/open_directory.ts";
import { openSqlite } from "../../../src/store/sqlite/open_sqlite.ts";
import type { Store } from "../../../src/store/store.ts";
import { localParts } from "../../operations/kit.ts";

/** The parts of local operations on a real store of their own. */
export interface OpenedParts {
  readonly parts: LocalParts;
  /** What the audit log was told since this was last called. */
  readonly takeEvents: () => readonly AuditEvent[];
  /** Closes the store and throws it away. */
  readonly close: () => Promise<void>;
}

/** Stores that need nothing but a directory, by what the tests call them. */
export const DIRECTORY_STORES: Readonly<Record<string, (path: string) => Promise<Store>>> = {
  sqlite: (path) => openSqlite({ kind: "sqlite", path: `${path}/store.db` }),
  directory: (path) => openDirectory({ kind: "directory", path: `${path}/keys` }),
};

/** Opens a store in a new directory, with its tables. */
export async function openParts(
  openStore: (directory: string) => Promise<Store>,
): Promise<OpenedParts> {
  const directory = await Deno.realPath(await Deno.makeTempDir({ prefix: "cloacina-parts-" }));
  const store = await openStore(directory);
  await store.migrate();
  const events: AuditEvent[] = [];
  const parts = localParts(store, (more) => {
    events.push(...more);
    return Promise.resolve();
  });
  return {
    parts,
    takeEvents: () => events.splice(0),
    close: async () => {
      await store.close();
      await Deno.remove(directory, { recursive: true });
    },
  };
}
