import { CloacinaError } from "../../../src/errors.ts";
import { openSqlite } from "../../../src/store/sqlite/open_sqlite.ts";
import type { Store } from "../../../src/store/store.ts";
import { recordBuilder } from "../../contracts/records.ts";

// A program of its own: does one thing with the database that its arguments name, and prints "done" or what it threw.

const DEEDS: Readonly<Record<string, (store: Store) => Promise<unknown>>> = {
  read: (store) =>
    store.listSignatures({ orgId: null, fingerprint: null }, { limit: 9, offset: 0 }),
  write: (store) =>
    store.transaction(async (writer) => {
      const make = recordBuilder();
      for (let count = 0; count < 20; count++) await writer.addSigningKey(make.signingKey());
    }),
  migrate: (store) => store.migrate(),
};

async function perform(deed: string, path: string): Promise<string> {
  const store = await openSqlite({ kind: "sqlite", path });
  try {
    await DEEDS[deed]?.(store);
    return "done";
  } finally {
    await store.close();
  }
}

const [deed = "", path = ""] = Deno.args;
console.log(
  await perform(deed, path).catch((error) =>
    error instanceof CloacinaError ? `${error.code}: ${error.message}` : `stranger: ${error.stack}`
  ),
);
