import assert from "node:assert/strict";
import { openSqlite } from "../../../src/store/sqlite/open_sqlite.ts";
import type { Store } from "../../../src/store/store.ts";
import { recordBuilder } from "../../contracts/records.ts";
import { refuses, save } from "../../contracts/store/opened_store.ts";
import { makeEngineDatabase } from "./engine_database.ts";
import { probe } from "./probe.ts";
import { withDirectory, withStore } from "./temporary_sqlite.ts";
import { NO_OWN_TABLES } from "../../contracts/store/own_tables.ts";

const ALL = { limit: 9, offset: 0 };

Deno.test("where there is no database, reading and writing say how to make one, and make none", async () => {
  await withDirectory(async (directory) => {
    const path = `${directory}/none.db`;
    await withStore(path, async (store) => {
      const unavailable = {
        code: "store_unavailable",
        message: `Cannot open the database "${path}": it does not exist`,
        hint: "create it with `cloacina db migrate`",
      };
      await assert.rejects(read(store), unavailable);
      await assert.rejects(write(store), unavailable);
      assert.deepEqual(await store.schemaStatus(), {
        owner: "nobody",
        isReady: false,
        ownTables: NO_OWN_TABLES,
        problems: ["the database does not exist"],
        refusal: { code: "store_unavailable", hint: "create it with `cloacina db migrate`" },
      });
    });
    assert.deepEqual(await namesIn(directory), []);
  });
});

Deno.test("a database that is made later is found by a store that was opened before", async () => {
  await withDirectory(async (directory) => {
    const path = `${directory}/later.db`;
    await withStore(path, async (store) => {
      await refuses("store_unavailable", read(store));
      await withStore(path, (other) => other.migrate());
      assert.equal((await read(store)).total, 0);
    });
  });
});

Deno.test("an empty file is a database without tables", async () => {
  await withDirectory(async (directory) => {
    const path = `${directory}/empty.db`;
    await Deno.writeFile(path, new Uint8Array());
    await withStore(path, async (store) => {
      await assert.rejects(read(store), {
        code: "store_unavailable",
        message: `Cannot access the database "${path}": it has no tables for keys`,
        hint: "create them with `cloacina db migrate`",
      });
      await refuses("store_unavailable", write(store));
      assert.equal((await store.schemaStatus()).owner, "nobody");
      assert.equal((await Deno.stat(path)).size, 0);
      assert.equal((await store.migrate()).status.isReady, true);
    });
  });
});

Deno.test("a database and the files beside it are its owner's alone", async () => {
  await withDirectory(async (directory) => {
    const path = `${directory}/own.db`;
    await withStore(path, async (store) => {
      await store.migrate();
      await write(store);
      await store.transaction(async (writer) => {
        await writer.addSigningKey(recordBuilder().signingKey());
        assert.deepEqual(await modesIn(directory), {
          "own.db": "600",
          "own.db-shm": "600",
          "own.db-wal": "600",
        });
      });
    });
    assert.deepEqual(await modesIn(directory), { "own.db": "600" });
  });
});

Deno.test("a link to a database is followed", async () => {
  await withDirectory(async (directory) => {
    await Deno.mkdir(`${directory}/real`);
    const real = `${directory}/real/store.db`;
    await Deno.symlink(real, `${directory}/link.db`);
    await withStore(real, (store) => store.migrate());
    await withStore(`${directory}/link.db`, async (store) => {
      await write(store);
      assert.deepEqual(await namesIn(directory), ["link.db", "real"]);
    });
    await withStore(real, async (store) => assert.equal((await read(store)).total, 1));
  });
});

Deno.test("a database is not made through a link to nothing", async () => {
  await withDirectory(async (directory) => {
    const path = `${directory}/link.db`;
    await Deno.symlink(`${directory}/target.db`, path);
    await withStore(path, async (store) => {
      await refuses("store_unavailable", read(store));
      await assert.rejects(store.migrate(), {
        code: "invalid_request",
        message: `Cannot create the database "${path}": ` +
          "it is a symbolic link to nothing, which is not followed",
      });
    });
    assert.deepEqual(await namesIn(directory), ["link.db"]);
  });
});

Deno.test("what is no file is refused", async () => {
  await withDirectory(async (directory) => {
    await new Deno.Command("mkfifo", { args: [`${directory}/fifo`] }).output();
    for (const path of [directory, `${directory}/fifo`, "/dev/null"]) {
      await assert.rejects(openSqlite({ kind: "sqlite", path }), {
        code: "invalid_request",
        message: `Cannot open the database "${path}": it is not a regular file`,
      });
    }
    for (const path of ["", ":memory:", "file:store.db?mode=memory", "a\0b"]) {
      await assert.rejects(openSqlite({ kind: "sqlite", path }), {
        code: "invalid_request",
        message: `Cannot open the database "${path}": it is not a file`,
        hint: "name a file, as in sqlite:///var/lib/cloacina/cloacina.db",
      });
    }
  });
});

Deno.test("a file name that would be a query of a URI is a file name", async () => {
  await withDirectory(async (directory) => {
    const name = "a?mode=memory#%41 é.db";
    await withStore(`${directory}/${name}`, async (store) => {
      await store.migrate();
      await write(store);
    });
    assert.deepEqual(await namesIn(directory), [name]);
  });
});

Deno.test("a database is not made where there is no directory", async () => {
  await withDirectory(async (directory) => {
    const path = `${directory}/none/store.db`;
    await withStore(path, async (store) => {
      await refuses("store_unavailable", read(store));
      await assert.rejects(store.migrate(), {
        code: "file_not_found",
        message: `Cannot create the database "${path}": there is no such directory`,
      });
    });
  });
});

Deno.test("a path through a file is refused", async () => {
  await withDirectory(async (directory) => {
    await Deno.writeTextFile(`${directory}/file`, "");
    await refuses("file_not_found", openSqlite({ kind: "sqlite", path: `${directory}/file/x.db` }));
  });
});

Deno.test("a process without the permission for the path is insufficient_permissions", async () => {
  await withDirectory(async (directory) => {
    const path = `${directory}/store.db`;
    await withStore(path, (store) => store.migrate());
    // Each directory on the way to the file is looked at.
    const reading = ["--allow-read", "--allow-sys=uid"];
    const permissions = [...reading, `--allow-write=${directory}`];
    assert.equal(await probe({ deed: "write", path, permissions }), "done");
    const state = "this process was started without the permission";
    assert.equal(
      await probe({ deed: "read", path, permissions: [] }),
      `insufficient_permissions: Cannot open the database "${path}": ${state}`,
    );
    assert.equal(
      await probe({ deed: "read", path, permissions: reading }),
      `insufficient_permissions: Cannot open the database "${path}": ${state}`,
    );
  });
});

Deno.test("the engine's database keeps its mode", async () => {
  await withDirectory(async (directory) => {
    const path = `${directory}/cloacina.db`;
    makeEngineDatabase(path);
    await Deno.chmod(path, 0o640);
    await withStore(path, async (store) => {
      await store.migrate();
      await write(store);
    });
    assert.deepEqual(await modesIn(directory), { "cloacina.db": "640" });
  });
});

async function read(store: Store) {
  return await store.listSigningKeys({ orgId: null, includeRevoked: true }, ALL);
}

async function write(store: Store): Promise<void> {
  await save(store, { signingKeys: [recordBuilder().signingKey()] });
}

async function namesIn(directory: string): Promise<readonly string[]> {
  const entries = await Array.fromAsync(Deno.readDir(directory));
  return entries.map(({ name }) => name).toSorted();
}

async function modesIn(directory: string): Promise<Readonly<Record<string, string>>> {
  const names = await namesIn(directory);
  const modes = names.map(async (name) => {
    const { mode } = await Deno.stat(`${directory}/${name}`);
    return [name, ((mode ?? 0) & 0o777).toString(8)] as const;
  });
  return Object.fromEntries(await Promise.all(modes));
}
