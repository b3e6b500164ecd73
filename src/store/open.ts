import type { StoreLocation } from "./location.ts";
import type { Store } from "./store.ts";

/** Opens the store at a location. Only the back end that is asked for is loaded. Throws `store_unavailable`. */
export async function openStore(location: StoreLocation): Promise<Store> {
  switch (location.kind) {
    case "postgres":
      return await (await import("./postgres/open_postgres.ts")).openPostgres(location);
    case "sqlite":
      return await (await import("./sqlite/open_sqlite.ts")).openSqlite(location);
    case "directory":
      return await (await import("./directory/open_directory.ts")).openDirectory(location);
  }
}
