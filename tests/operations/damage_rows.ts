import assert from "node:assert/strict";
import { execute as executeSqlite } from "../store/sqlite/engine_database.ts";
import { execute } from "../testkit/postgres_database.ts";
import type { StorePlace } from "./store_places.ts";

/** A kind of row, by its table. */
export type DamagedTable =
  | "signing_keys"
  | "trusted_keys"
  | "key_trust_acls"
  | "package_signatures"
  | "cloacina_api_tokens"
  | "cloacina_statements"
  | "cloacina_minimum_versions";

/** Damages the row of an ID behind the tool's back. */
export type Damage = (place: StorePlace, table: DamagedTable, id: string) => Promise<void>;

/** What is put into which column, in SQL: a value that its type admits, and that no row of ours has. */
const VALUES = {
  signing_keys: ["encrypted_private_key", "59 bytes"],
  trusted_keys: ["public_key", "31 bytes"],
  key_trust_acls: ["granted_at", "no time"],
  package_signatures: ["signature", "63 bytes"],
  cloacina_api_tokens: ["created_at", "no time"],
  cloacina_statements: ["signature", "63 bytes"],
  cloacina_minimum_versions: ["package_version", "no version"],
} as const satisfies Readonly<Record<DamagedTable, readonly [string, string]>>;

const SQLITE = {
  "59 bytes": "zeroblob(59)",
  "31 bytes": "zeroblob(31)",
  "63 bytes": "substr(signature, 1, 63)",
  "no time": "'never'",
  "no version": "'1.2'",
};

const POSTGRES = {
  "59 bytes": "substring(encrypted_private_key for 59)",
  "31 bytes": "substring(public_key for 31)",
  "63 bytes": "substring(signature for 63)",
  "no time": "'infinity'",
  "no version": "'1.2'",
};

/** The state of a row that was damaged so, in an SQL store. */
export const FAULTS: Readonly<Record<DamagedTable, RegExp>> = {
  signing_keys: /^its encrypted_private_key is not 60 bytes$/,
  trusted_keys: /^its public_key is not 32 bytes$/,
  key_trust_acls: /^its granted_at is not a time in the years 1 to 9999$/,
  package_signatures: /^its signature is not 64 bytes$/,
  cloacina_api_tokens: /^its created_at is not a time in the years 1 to 9999$/,
  cloacina_statements: /^its signature is not 64 bytes$/,
  cloacina_minimum_versions: /^its package_version is not a version that can be claimed$/,
};

const FOLDERS: Readonly<Record<DamagedTable, string>> = {
  signing_keys: "signing-keys",
  trusted_keys: "trusted-keys",
  key_trust_acls: "trust-grants",
  package_signatures: "signatures",
  cloacina_api_tokens: "api-tokens",
  cloacina_statements: "statements",
  cloacina_minimum_versions: "minimum-versions",
};

/** How a row is damaged in each kind of store, by the names of `STORE_PLACES`. */
export const DAMAGES: Readonly<Record<string, Damage>> = {
  sqlite: ({ location }, table, id) => {
    const [column, value] = VALUES[table];
    const where = `id = x'${id.replaceAll("-", "")}'`;
    executeSqlite(location, `UPDATE ${table} SET ${column} = ${SQLITE[value]} WHERE ${where}`);
    return Promise.resolve();
  },
  postgres: async ({ location }, table, id) => {
    const [column, value] = VALUES[table];
    await execute(
      location,
      `update ${table} set ${column} = ${POSTGRES[value]} where id = '${id}'`,
    );
  },
  // Half of the file, as a disk that was full leaves it.
  directory: async ({ location }, table, id) => {
    const path = fileOf(`${location}/${FOLDERS[table]}`, id);
    const text = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, text.slice(0, text.length / 2));
  },
};

function fileOf(folder: string, id: string): string {
  const groups = [...Deno.readDirSync(folder)];
  const files = groups.flatMap(({ name }) =>
    [...Deno.readDirSync(`${folder}/${name}`)].map((file) => `${folder}/${name}/${file.name}`)
  );
  const found = files.filter((path) => path.includes(id));
  assert.equal(found.length, 1, `${folder}: ${id}`);
  return found[0]!;
}
