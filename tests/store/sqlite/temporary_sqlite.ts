import assert from "node:assert/strict";
import { openSqlite } from "../../../src/store/sqlite/open_sqlite.ts";
import type { Store } from "../../../src/store/store.ts";
import type { OpenedStore } from "../../contracts/store/opened_store.ts";
import { engineShapeOf, makeEngineDatabase } from "./engine_database.ts";

/** How long one waits for another, in milliseconds: on a slow machine longer than people do. */
const PATIENCE_MS = 60_000;

/** A store in a file of its own. */
export interface TemporarySqlite extends OpenedStore {
  readonly path: string;
}

/** An empty SQLite database in a directory of its own, which `close` removes. */
export async function temporarySqlite(): Promise<TemporarySqlite> {
  const directory = await Deno.makeTempDir({ prefix: "cloacina-sqlite-" });
  const path = `${directory}/store.db`;
  const openAgain = () => openSqlite({ kind: "sqlite", path }, PATIENCE_MS);
  const store = await openAgain();
  await store.migrate();
  const close = async () => {
    await store.close();
    await Deno.remove(directory, { recursive: true });
  };
  return { store, path, openAgain, close };
}

/** A database that the engine made, migrated. `close` fails where anything but rows and our own tables has changed. */
export async function temporaryEngineDatabase(
  journalMode: "wal" | "delete",
): Promise<TemporarySqlite> {
  const directory = await Deno.makeTempDir({ prefix: "cloacina-engine-" });
  const path = `${directory}/cloacina.db`;
  makeEngineDatabase(path, "whole", journalMode);
  const shape = engineShapeOf(path);
  const openAgain = () => openSqlite({ kind: "sqlite", path }, PATIENCE_MS);
  const store = await openAgain();
  await store.migrate();
  const close = async () => {
    await store.close();
    assert.deepEqual(engineShapeOf(path), shape);
    await Deno.remove(directory, { recursive: true });
  };
  return { store, path, openAgain, close };
}

/** Calls `body` with a fresh directory, and removes it. */
export async function withDirectory(body: (directory: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir({ prefix: "cloacina-sqlite-" });
  try {
    await body(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** Calls `body` with the path of a database that is not there yet. */
export async function withPath(body: (path: string) => Promise<void>): Promise<void> {
  await withDirectory((directory) => body(`${directory}/store.db`));
}

/** Calls `body` with the store of a database, and closes it. */
export async function withStore(
  path: string,
  body: (store: Store) => Promise<unknown>,
): Promise<void> {
  const store = await openSqlite({ kind: "sqlite", path });
  try {
    await body(store);
  } finally {
    await store.close();
  }
}
