import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { type Connection, openConnection } from "../../../src/store/sqlite/connection.ts";
import { withDatabase } from "./engine_database.ts";
import { temporaryEngineDatabase, temporarySqlite, withDirectory } from "./temporary_sqlite.ts";

const USES = ["read", "write"] as const;

/** What every connection of ours has, whatever SQLite was built with and whatever the file says. */
const SETTINGS: Readonly<Record<string, bigint>> = {
  // FULL: a commit is on the disk when it returns. In WAL mode, NORMAL would lose the last ones in a power failure.
  synchronous: 2n,
  // The page of a row that goes is overwritten: sealed seeds and token hashes are in them.
  secure_delete: 1n,
  // Views and triggers of a file that somebody else made call no function that could do harm.
  trusted_schema: 0n,
  cell_size_check: 1n,
  foreign_keys: 1n,
  // Waiting is ours: SQLite's own would hold up everything else in the process.
  busy_timeout: 0n,
};

for (const use of USES) {
  Deno.test(`a connection to ${use} has the settings that are promised`, async () => {
    await withConnection(use, (connection) => {
      for (const [name, value] of Object.entries(SETTINGS)) {
        assert.deepEqual(pragma(connection, name), value, name);
      }
      assert.equal(pragma(connection, "query_only"), use === "read" ? 1n : 0n);
    });
  });

  Deno.test(`a connection to ${use} takes no text in double quotes, no extension and no writable schema`, async () => {
    await withConnection(use, (connection) => {
      assert.throws(() => connection.rows('SELECT "no_such_column" AS text'), /no such column/);
      assert.throws(() => connection.rows("SELECT load_extension('x')"), /not authorized/);
      connection.rows("PRAGMA writable_schema = ON");
      assert.throws(
        () => connection.change("UPDATE sqlite_schema SET sql = '' WHERE name = 'rows'"),
        /may not be modified/,
      );
    });
  });
}

Deno.test("a connection to write keeps more pages, and copies the log to the file less often", async () => {
  await withConnection("write", (connection) => {
    assert.equal(pragma(connection, "cache_size"), -8192n);
    assert.equal(pragma(connection, "wal_autocheckpoint"), 4000n);
  });
});

Deno.test("a connection asks for what it needs itself, also where this build of SQLite has it by default", async () => {
  const asked = await statementsOf(() => withConnection("write", () => {}));
  for (const setting of ["synchronous = FULL", "secure_delete = ON", "trusted_schema = OFF"]) {
    assert.ok(asked.includes(`PRAGMA ${setting}`), setting);
  }
});

Deno.test("a reading connection changes nothing", async () => {
  await withConnection("read", (connection) => {
    assert.throws(() => connection.change("INSERT INTO rows VALUES (2)"), /readonly/);
  });
});

Deno.test("a database that we make is in WAL mode; the engine's keeps its own", async () => {
  const ours = await temporarySqlite();
  assert.equal(journalMode(ours.path), "wal");
  await ours.close();
  const engines = await temporaryEngineDatabase("delete");
  assert.equal(journalMode(engines.path), "delete");
  await engines.close();
});

Deno.test("the sources open a database at one place, where it gets these settings", async () => {
  const root = new URL("../../../src/", import.meta.url);
  const opening = [];
  for (const path of await sources(root)) {
    const text = await Deno.readTextFile(new URL(path, root));
    if (/node:sqlite|new DatabaseSync/.test(text)) opening.push(path);
  }
  assert.deepEqual(opening, ["store/sqlite/connection.ts"]);
});

async function withConnection(
  use: typeof USES[number],
  look: (connection: Connection) => void,
): Promise<void> {
  await withDirectory(async (directory) => {
    const path = `${directory}/store.db`;
    withDatabase(
      path,
      (database) => database.exec("CREATE TABLE rows (id); INSERT INTO rows VALUES (1)"),
    );
    const connection = openConnection(path, use);
    try {
      look(connection);
    } finally {
      connection.close();
    }
    await Promise.resolve();
  });
}

/** The statements that are prepared while `work` runs. */
async function statementsOf(work: () => Promise<void>): Promise<readonly string[]> {
  const { prepare } = DatabaseSync.prototype;
  const statements: string[] = [];
  DatabaseSync.prototype.prepare = function (sql, ...options) {
    statements.push(sql);
    return prepare.call(this, sql, ...options);
  };
  try {
    await work();
  } finally {
    DatabaseSync.prototype.prepare = prepare;
  }
  return statements;
}

function pragma(connection: Connection, name: string): unknown {
  return Object.values(connection.rows(`PRAGMA ${name}`)[0] ?? {})[0];
}

function journalMode(path: string): unknown {
  return withDatabase(path, (database) => database.prepare("PRAGMA journal_mode").get())
    ?.journal_mode;
}

async function sources(folder: URL, prefix = ""): Promise<readonly string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  const found = await Promise.all(
    entries.map(({ name, isDirectory }) =>
      isDirectory ? sources(new URL(`${name}/`, folder), `${prefix}${name}/`) : [`${prefix}${name}`]
    ),
  );
  return found.flat().sort();
}
