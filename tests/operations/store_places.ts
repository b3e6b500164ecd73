import { openDirectory } from "../../src/store/directory/open_directory.ts";
import { openPostgres } from "../../src/store/postgres/open_postgres.ts";
import { openSqlite } from "../../src/store/sqlite/open_sqlite.ts";
import type { Store } from "../../src/store/store.ts";
import { databaseServer, withDatabase } from "../testkit/postgres_database.ts";

/** A place where a store can be, prepared, empty and closed, and a directory beside it. */
export interface StorePlace {
  /** A path of nothing but this place. */
  readonly directory: string;
  /** The URL of a Postgres database, the path of another store. */
  readonly location: string;
  /** Opens the store, each time as another process would. It is closed with the place. */
  readonly open: () => Promise<Store>;
}

/** Runs a body with a fresh place, which is thrown away afterwards. */
export type WithPlace = (body: (place: StorePlace) => Promise<void>) => Promise<void>;

const server = await databaseServer();

/** A place for each kind of store, by what the tests call it. */
export const STORE_PLACES: Readonly<Record<string, WithPlace>> = {
  sqlite: (body) =>
    withDirectory(async (directory) => {
      const path = `${directory}/store.db`;
      await withStores(directory, path, () => openSqlite({ kind: "sqlite", path }, 60_000), body);
    }),
  directory: (body) =>
    withDirectory(async (directory) => {
      const path = `${directory}/keys`;
      await withStores(directory, path, () => openDirectory({ kind: "directory", path }), body);
    }),
  postgres: (body) =>
    withDirectory((directory) =>
      withDatabase(server, async (url) => {
        const open = () => openPostgres({ kind: "postgres", url, schema: null });
        await withStores(directory, url, open, body);
      })
    ),
};

async function withStores(
  directory: string,
  location: string,
  openStore: () => Promise<Store>,
  body: (place: StorePlace) => Promise<void>,
): Promise<void> {
  const opened: Store[] = [];
  const open = async () => {
    const store = await openStore();
    opened.push(store);
    return store;
  };
  try {
    const first = await openStore();
    await first.migrate();
    await first.close();
    await body({ directory, location, open });
  } finally {
    for (const store of opened) await store.close();
  }
}

async function withDirectory(body: (directory: string) => Promise<void>): Promise<void> {
  const directory = await Deno.realPath(await Deno.makeTempDir({ prefix: "cloacina-place-" }));
  try {
    await body(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}
