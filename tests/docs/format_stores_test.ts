import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { openDirectory } from "../../src/store/directory/open_directory.ts";
import { recordBuilder } from "../contracts/records.ts";
import { save } from "../contracts/store/opened_store.ts";
import { withCli } from "../testkit/cli.ts";

const PAGE = await Deno.readTextFile(new URL("../../docs/format.md", import.meta.url));

/** The rows of a table in a section: its first two cells, without backquotes around them. */
function rowsOf(heading: string): ReadonlyMap<string, string> {
  const section = PAGE.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? "";
  const rows = Array.from(section.matchAll(/^\| `([^`]+)` *\| (.*?) *\|/gm));
  return new Map(rows.map(([, name, cell]) => [name!, cell!]));
}

/** The columns of each table, in order. */
const COLUMNS = new Map(
  Array.from(rowsOf("Database tables"), ([table, cell]) => [
    table,
    Array.from(cell.matchAll(/`(\w+)`/g), ([, column]) => column!),
  ]),
);

/** The table that each folder of a key directory has the records of. */
const TABLE_OF: Readonly<Record<string, string>> = {
  "signing-keys": "signing_keys",
  "trusted-keys": "trusted_keys",
  "trust-grants": "key_trust_acls",
  "signatures": "package_signatures",
  "api-tokens": "cloacina_api_tokens",
  "statements": "cloacina_statements",
  "minimum-versions": "cloacina_minimum_versions",
};

const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const SHA256 = "[0-9a-f]{64}";

/** What stands for a part of a path on the page. */
const PLACEHOLDERS: Readonly<Record<string, string>> = {
  "id": UUID,
  "org": UUID,
  "parent": UUID,
  "child": UUID,
  "org or none": `(?:${UUID}|none)`,
  "fingerprint": SHA256,
  "package hash": SHA256,
  "SHA-256 of name": SHA256,
  "SHA-256 of token": SHA256,
  "time": "\\d{17}",
  "status": "(?:active|revoked)",
  "first 2 of id": "[0-9a-f]{2}",
  "first 2 of hash": "[0-9a-f]{2}",
  "first 1 of parent": "[0-9a-f]",
};

/** What the page says of file names in a folder. */
function patternOf(folder: string): RegExp {
  const shown = /`(.*)`/.exec(rowsOf("Key directory").get(`${folder}/`) ?? "")?.[1] ?? "";
  const pattern = shown.replace(".json", "\\.json").replace(
    /<([^>]+)>/g,
    (_, name) => PLACEHOLDERS[name] ?? "nothing",
  );
  return new RegExp(`^${pattern}$`);
}

Deno.test("docs/format.md: a key directory has the files that the page names, with its fields", async () => {
  await withCli(async (cli) => {
    await cli.write("package.so", "package\n");
    const { code, stderr } = await cli.run(`set -e
      export CLOACINA_ORG=7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11 CLOACINA_KEY_DIR=keys CLOACINA_PASSPHRASE=p
      cloacina keys generate --name k --trust
      cloacina package sign package.so --key-id k --store --claim name=package --claim version=1.2.0
      cloacina tokens create --role sign
      cloacina tokens create --role read --all-orgs
      cloacina orgs grant-trust --from $CLOACINA_ORG --to 1b671a64-40d5-491e-99b0-da01ff1f3341`);
    assert.equal(code, 0, stderr);
    const store = await openDirectory({ kind: "directory", path: `${cli.cwd}/keys` });
    await save(store, { minimumVersions: [recordBuilder().minimumVersion()] });
    await store.close();
    const top = Array.from(Deno.readDirSync(`${cli.cwd}/keys`), (entry) => entry.name);
    const named = [...rowsOf("Key directory").keys()].map((name) => name.replace(/\/$/, ""));
    // A journal is there only while a change is under way.
    assert.deepEqual(top.sort(), named.filter((name) => name !== "journal.json").sort());
    for (const [folder, table] of Object.entries(TABLE_OF)) {
      const paths = filesIn(`${cli.cwd}/keys/${folder}`);
      assert.notEqual(paths.length, 0, folder);
      for (const path of paths) {
        assert.match(path, patternOf(folder));
        const record = JSON.parse(Deno.readTextFileSync(`${cli.cwd}/keys/${folder}/${path}`));
        assert.deepEqual(Object.keys(record), ["version", ...COLUMNS.get(table)!]);
        assert.equal(record.version, 1);
      }
    }
  });
});

Deno.test("docs/format.md: a database has the tables that the page names, with its columns", async () => {
  await withCli(async (cli) => {
    const { code, stderr } = await cli.run("cloacina db migrate --database-url sqlite://s.db");
    assert.equal(code, 0, stderr);
    const database = new DatabaseSync(`${cli.cwd}/s.db`, { readOnly: true });
    try {
      const columnsOf = (table: string) =>
        database.prepare(`pragma table_info(${table})`).all().map(({ name }) => String(name));
      const tables = database.prepare("select name from sqlite_master where type = 'table'").all();
      const names = tables.map(({ name }) => String(name)).sort();
      assert.deepEqual(names, [...COLUMNS.keys()].sort());
      for (const [table, columns] of COLUMNS) {
        assert.deepEqual(columnsOf(table).sort(), columns.toSorted());
      }
    } finally {
      database.close();
    }
  });
});

/** The paths of all files below a folder. */
function filesIn(folder: string, prefix = ""): readonly string[] {
  return Array.from(Deno.readDirSync(folder)).flatMap(({ name, isDirectory }) =>
    isDirectory ? filesIn(`${folder}/${name}`, `${prefix}${name}/`) : [`${prefix}${name}`]
  );
}
