import assert from "node:assert/strict";
import type { ApiTokenHash } from "../../../src/domain/api_token.ts";
import { isDamagedRow } from "../../../src/domain/read_row.ts";
import { API_TOKENS } from "../../../src/store/directory/api_tokens.ts";
import { openDirectory } from "../../../src/store/directory/open_directory.ts";
import { recordBuilder } from "../../contracts/records.ts";
import { fileOf, type Kind, KINDS, refusesAll, ROWS, type Use, withRows } from "./damaged_rows.ts";
import { fillDirectory } from "./filled_directory.ts";
import { runToEnd } from "./writer_process.ts";

const make = recordBuilder("other values");

const PAGE = { limit: 100, offset: 0 };

/** Ways in which the text of a record can be wrong, and what is said of them. */
const DAMAGES: readonly (readonly [string, (text: string) => string, RegExp])[] = [
  ["empty", () => "", /it is not JSON/],
  ["half written", (text) => text.slice(0, text.length / 2), /it is not JSON/],
  ["zeros", (text) => "\0".repeat(text.length), /it is not JSON/],
  ["followed by something", (text) => `${text}{}`, /it is not JSON/],
  ["another document", () => "[]", /it must be a JSON object/],
  ["a key twice", (text) => text.replace("{", '{ "\\u0069d": "",'), /duplicate key id/],
  ["a field too many", (text) => text.replace("{", '{ "more": 1,'), /it has no field more/],
  ["a field missing", (text) => text.replace(/\n {2}"id": .*/, ""), /id is missing/],
  ["an id that is none", (text) => text.replace(/"id": "./, '"id": "X'), /id must be a UUID/],
  ["version 0", (text) => text.replace('"version": 1', '"version": 0'), /version must be 1/],
  [
    "version 2",
    (text) => text.replace('"version": 1', '"version": 2'),
    /a newer cloacina wrote it/,
  ],
  ["another id", (text) => text.replace(/"id": ".*"/, `"id": "${make.uuid()}"`), /another record/],
  ["too long", (text) => text + " ".repeat(64 * 1024), /is the most/],
];

for (const kind of KINDS) {
  for (const [what, damage, state] of DAMAGES) {
    Deno.test(`a damaged record is named and left alone: ${kind.folder}, ${what}`, async () => {
      await withRows(async (opened) => {
        const { path } = fileOf(opened, kind);
        const text = await Deno.readTextFile(path);
        const damaged = damage(text);
        assert.notEqual(damaged, text);
        await Deno.writeTextFile(path, damaged);
        await refusesAll(opened.store, kind.uses, { path, state });
        assert.equal(await Deno.readTextFile(path), damaged);
      });
    });
  }

  Deno.test(`a record that is no UTF-8 is named: ${kind.folder}`, async () => {
    await withRows(async (opened) => {
      const { path } = fileOf(opened, kind);
      const bytes = await Deno.readFile(path);
      await Deno.writeFile(path, bytes.with(20, 0xff));
      await refusesAll(opened.store, kind.uses, { path, state: /it is not UTF-8/ });
    });
  });

  Deno.test(`a record that is no ordinary file is named: ${kind.folder}`, async () => {
    await withRows(async (opened) => {
      const { root, store } = opened;
      const { path } = fileOf(opened, kind);
      await Deno.rename(path, `${root}.json`);
      for (const target of [`${root}.json`, `${root}.nothing`]) {
        await Deno.symlink(target, path);
        await refusesAll(store, kind.uses, { path, state: /it is a symbolic link, which is not/ });
        await Deno.remove(path);
      }
      await Deno.mkdir(path);
      await refusesAll(store, kind.uses, { path, state: /it is not a regular file/ });
      await Deno.remove(path);
      // Whoever opens it without care waits for a writer for ever.
      assert.equal((await runToEnd(["mkfifo", path])).code, 0);
      await refusesAll(store, kind.uses, { path, state: /it is not a regular file/ });
    });
  });

  Deno.test(`a file that is no record's is named, save dot files: ${kind.folder}`, async () => {
    await withRows(async (opened) => {
      const { path, folder, name } = fileOf(opened, kind);
      const state = /no record has this name here/;
      for (const stray of [`${name}~`, name.replace(".", " (1)."), name.toUpperCase(), "x"]) {
        await Deno.copyFile(path, `${folder}/${stray}`);
        await refusesAll(opened.store, kind.uses, { path: `${folder}/${stray}`, state });
        await Deno.remove(`${folder}/${stray}`);
      }
      await Deno.writeTextFile(`${folder}/.DS_Store`, "");
      for (const use of kind.uses) await use(opened.store);
    });
  });

  Deno.test(`a record in another group's folder is named: ${kind.folder}`, async () => {
    await withRows(async (opened) => {
      const { path, group, name } = fileOf(opened, kind);
      const other = `${group.startsWith("0") ? "1" : "0"}${group.slice(1)}`;
      const folder = `${opened.root}/${kind.folder}/${other}`;
      await Deno.mkdir(folder);
      await Deno.copyFile(path, `${folder}/${name}`);
      const state = /no record has this name here/;
      await refusesAll(opened.store, [kind.scan(other)], { path: `${folder}/${name}`, state });
    });
  });

  Deno.test(`two files of one record are named: ${kind.folder}`, async () => {
    await withRows(async (opened) => {
      const { path, folder, name } = fileOf(opened, kind);
      // As a backup would bring it back, from before the record was changed.
      const twin = name.replace("20260128120000123", "20250128120000123");
      await Deno.copyFile(path, `${folder}/${twin}`);
      await refusesAll(opened.store, kind.uses, { path: folder, state: /claims to be the same/ });
    });
  });

  Deno.test(`a group that is no directory is named: ${kind.folder}`, async () => {
    await withRows(async (opened) => {
      const { folder: path } = fileOf(opened, kind);
      await Deno.rename(path, `${opened.root}.group`);
      const state = /it is not a directory/;
      await Deno.symlink(`${opened.root}.group`, path);
      await refusesAll(opened.store, kind.uses, { path, state });
      await Deno.remove(path);
      await Deno.writeTextFile(path, "");
      await refusesAll(opened.store, kind.uses, { path, state });
    });
  });
}

Deno.test("a revoked key that a backup brings back as well is not active again", async () => {
  await withRows(async (opened) => {
    const kind = kindOf("signing-keys");
    const { path } = fileOf(opened, kind);
    const active = await Deno.readFile(path);
    await opened.store.transaction((writer) => writer.revokeSigningKey(ROWS.key.id, new Date()));
    await Deno.writeFile(path, active);
    await refusesAll(opened.store, kind.uses, { path, state: /claims to be the same record/ });
    const { listSigningKeys } = opened.store.withDamaged;
    for (const [includeRevoked, count] of [[true, 2], [false, 1]] as const) {
      const { rows } = await listSigningKeys({ orgId: null, includeRevoked }, PAGE);
      const faults = rows.map((row) => isDamagedRow(row) && row.fault);
      assert.deepEqual(faults, Array(count).fill("another file claims to be the same record"));
    }
  });
});

Deno.test("a revoked API token that a backup brings back as well is not active again", async () => {
  await withRows(async (opened) => {
    const kind = kindOf("api-tokens");
    const { path } = fileOf(opened, kind);
    const active = await Deno.readFile(path);
    await opened.store.transaction((writer) => writer.revokeApiToken(ROWS.token.id, new Date()));
    await Deno.writeFile(path, active);
    await refusesAll(opened.store, kind.uses, { path, state: /claims to be the same record/ });
  });
});

Deno.test("two API tokens of one id are named, so that none of them outlives a revocation", async () => {
  await withRows(async ({ root, store }) => {
    const { id, tokenHash } = ROWS.token;
    const begin = tokenHash.startsWith("ff") ? "00" : "ff";
    const twin = { ...ROWS.token, tokenHash: `${begin}${tokenHash.slice(2)}` as ApiTokenHash };
    fillDirectory(root, API_TOKENS, [twin]);
    const uses: readonly Use[] = [
      (store) => store.apiToken(id),
      (store) => store.transaction((writer) => writer.revokeApiToken(id, new Date())),
      (store) => store.transaction((writer) => writer.addApiToken(make.apiToken({ id }))),
    ];
    await refusesAll(store, uses, { path: `${root}/api-tokens`, state: /claims to be the same/ });
  });
});

/** Fields of a record, what is put in place of their values, and what is said of it. */
type Edits = readonly (readonly [string, string, RegExp])[];

Deno.test("a field that is not as it is written, or not what the name says, is named", async () => {
  const { key } = ROWS;
  const fields: Edits = [
    ["created_at", "noon", /created_at must be a time/],
    ["created_at", "2026-01-28", /created_at must be a time/],
    ["created_at", "2026-01-28T12:00:00Z", /created_at must be a time/],
    ["created_at", "2026-02-30T12:00:00.123Z", /created_at must be a time/],
    ["created_at", "2026-01-28T12:00:00.124Z", /another record/],
    ["revoked_at", "", /revoked_at must be a time/],
    ["revoked_at", "2026-01-28T12:00:00.123Z", /another record/],
    ["public_key", key.publicKey.slice(1).toBase64(), /public_key must be 32 bytes/],
    ["public_key", `${key.publicKey.toBase64()} `, /public_key must be 32 bytes/],
    ["encrypted_private_key", "", /encrypted_private_key must be 60 bytes/],
    ["key_fingerprint", key.fingerprint.toUpperCase(), /key_fingerprint must be 64/],
    ["key_fingerprint", make.packageHash(), /another record/],
    ["org_id", make.orgId(), /another record/],
    ["key_name", "another name", /another record/],
  ];
  const texts = fields.map(([field, value, state]) => [field, `"${value}"`, state] as const);
  await refusesEdits(kindOf("signing-keys"), texts);
});

Deno.test("a field of an API token that is not as it is written, or not what the name says, is named", async () => {
  const [first, second] = [make.uuid(), make.uuid()];
  await refusesEdits(kindOf("api-tokens"), [
    ["role", '"owner"', /role must be one of read, sign, admin/],
    ["role", '"Admin"', /role must be one of/],
    ["role", "null", /role must be one of/],
    ["key_ids", '"*"', /key_ids must be an array/],
    ["key_ids", "{}", /key_ids must be an array/],
    ["key_ids", `["${first}", "*"]`, /key_ids 1 must be a UUID/],
    ["key_ids", `["${first.toUpperCase()}"]`, /key_ids 0 must be a UUID/],
    ["key_ids", `[["${second}"]]`, /key_ids 0 must be a UUID/],
    ["key_ids", "[null]", /key_ids 0 must be a UUID/],
    ["name", "1", /name must be text/],
    ["org_id", "null", /another record/],
    ["org_id", `"${first}"`, /another record/],
    ["org_id", '"none"', /org_id must be a UUID/],
    ["token_hash", `"${make.packageHash()}"`, /another record/],
    ["token_hash", `"${ROWS.token.tokenHash.toUpperCase()}"`, /token_hash must be 64/],
    ["created_at", '"2026-01-28T12:00:00.124Z"', /another record/],
    ["expires_at", '"never"', /expires_at must be a time/],
    ["expires_at", "0", /expires_at must be a time/],
    ["revoked_at", '"2026-01-28T12:00:00.123Z"', /another record/],
  ]);
});

Deno.test("the other files of a key directory are named where they are damaged", async () => {
  const everything = KINDS.flatMap((kind) => kind.uses);
  const damages: readonly (readonly [string, string, RegExp])[] = [
    ["store.json", "", /it is not JSON/],
    ["store.json", "{}", /version is missing/],
    ["store.json", '{ "version": 2 }', /a newer cloacina wrote it/],
    ["journal.json", '{ "version": 1,', /it is not JSON/],
    ["journal.json", '{ "version": 2 }', /a newer cloacina wrote it/],
    ["journal.json", '{ "version": 1, "written": [], "removed": ["../x.json"] }', /removed 0/],
    ["journal.json", '{ "version": 1, "written": [], "removed": ["store.json"] }', /removed 0/],
  ];
  await withRows(async ({ root, store }) => {
    for (const [name, text, state] of damages) {
      const path = `${root}/${name}`;
      const original = await Deno.readFile(path).catch(() => null);
      await Deno.writeTextFile(path, text);
      await refusesAll(store, everything, { path, state });
      assert.equal(await Deno.readTextFile(path), text);
      if (original === null) await Deno.remove(path);
      else await Deno.writeFile(path, original);
    }
    for (const use of everything) await use(store);
  });
});

Deno.test("a key directory without its store.json is damaged, not empty", async () => {
  const everything = KINDS.flatMap((kind) => kind.uses);
  await withRows(async ({ root, store }) => {
    const path = `${root}/store.json`;
    const original = await Deno.readFile(path);
    await Deno.remove(path);
    await refusesAll(store, everything, {
      path,
      state: /it is missing, but the key directory has/,
    });
    await assert.rejects(openDirectory({ kind: "directory", path: root }), {
      code: "store_corrupt",
    });
    await assert.rejects(Deno.stat(path), Deno.errors.NotFound);
    await Deno.writeFile(path, original);
    for (const use of everything) await use(store);
  });
});

/** Each edit of the one record of a kind is refused, whatever is done with it. The values are JSON. */
async function refusesEdits(kind: Kind, edits: Edits): Promise<void> {
  await withRows(async (opened) => {
    const { path } = fileOf(opened, kind);
    const text = await Deno.readTextFile(path);
    const record = JSON.parse(text);
    for (const [field, value, state] of edits) {
      const edited = JSON.stringify({ ...record, [field]: JSON.parse(value) });
      assert.notDeepEqual(JSON.parse(edited), record);
      await Deno.writeTextFile(path, edited);
      await refusesAll(opened.store, kind.uses, { path, state });
    }
  });
}

function kindOf(folder: string): Kind {
  const kind = KINDS.find((kind) => kind.folder === folder);
  assert.ok(kind !== undefined);
  return kind;
}
