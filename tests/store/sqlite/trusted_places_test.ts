import assert from "node:assert/strict";
import { openSqlite } from "../../../src/store/sqlite/open_sqlite.ts";
import { withDirectory } from "./temporary_sqlite.ts";

/** A database in a directory of its own, in a directory that is gone afterwards. */
async function withDatabase(body: (path: string, folder: string) => Promise<void>): Promise<void> {
  await withDirectory(async (directory) => {
    const folder = `${await Deno.realPath(directory)}/folder`;
    await Deno.mkdir(folder, { mode: 0o700 });
    const store = await openSqlite({ kind: "sqlite", path: `${folder}/store.db` });
    await store.migrate();
    await store.close();
    await body(`${folder}/store.db`, folder);
  });
}

async function refuses(path: string, message: string): Promise<void> {
  await assert.rejects(openSqlite({ kind: "sqlite", path }), {
    code: "insufficient_permissions",
    message: `Cannot open the database "${path}": ${message}`,
  });
}

Deno.test("a database that others may write is refused, one that they may read is not", () =>
  withDatabase(async (path) => {
    await Deno.chmod(path, 0o664);
    await refuses(path, "others may write to it (mode 0664)");
    await Deno.chmod(path, 0o644);
    await (await openSqlite({ kind: "sqlite", path })).close();
  }));

Deno.test("so is one in whose directory others may put a journal, be it sticky", () =>
  withDatabase(async (path, folder) => {
    for (const mode of [0o777, 0o1777, 0o775]) {
      await Deno.chmod(folder, mode);
      const octal = mode.toString(8).padStart(4, "0");
      await assert.rejects(openSqlite({ kind: "sqlite", path }), {
        code: "insufficient_permissions",
        message: new RegExp(`others may write to .*\\(mode ${octal}\\)$`),
      });
    }
  }));

Deno.test("none is made where others may write", () =>
  withDatabase(async (_path, folder) => {
    await Deno.chmod(folder, 0o777);
    await assert.rejects(openSqlite({ kind: "sqlite", path: `${folder}/new.db` }), {
      code: "insufficient_permissions",
    });
    await assert.rejects(Deno.lstat(`${folder}/new.db`), Deno.errors.NotFound);
  }));

for (const suffix of ["-wal", "-shm", "-journal"]) {
  Deno.test(`what SQLite keeps beside it counts as the database itself: ${suffix}`, () =>
    withDatabase(async (path, folder) => {
      await Deno.writeTextFile(`${path}${suffix}`, "");
      await Deno.chmod(`${path}${suffix}`, 0o666);
      const expected = {
        code: "insufficient_permissions",
        message: `Cannot open the database "${path}${suffix}": others may write to it (mode 0666)`,
      };
      await assert.rejects(openSqlite({ kind: "sqlite", path }), expected);
      await Deno.symlink(path, `${folder}/link.db`);
      await assert.rejects(openSqlite({ kind: "sqlite", path: `${folder}/link.db` }), expected);
    }));
}

Deno.test("behind a link, the directory that the database itself lies in counts", () =>
  withDatabase(async (path, folder) => {
    const link = `${folder}/../link.db`;
    await Deno.symlink(path, link);
    await (await openSqlite({ kind: "sqlite", path: link })).close();
    await Deno.chmod(folder, 0o1777);
    await assert.rejects(openSqlite({ kind: "sqlite", path: link }), {
      code: "insufficient_permissions",
    });
  }));
