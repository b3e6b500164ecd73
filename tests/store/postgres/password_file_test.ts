import assert from "node:assert/strict";
import { passwordIn } from "../../../src/store/postgres/password_file.ts";

const LOGIN = {
  host: "db.example",
  port: 5432,
  endpoint: { host: "db.example", port: 5432 },
  user: "op",
  database: "keys",
};

const FILES: readonly (readonly [text: string, password: string | null])[] = [
  ["db.example:5432:keys:op:secret", "secret"],
  ["db.example:5432:keys:op:secret\n", "secret"],
  ["db.example:5432:keys:op:secret\r\n", "secret"],
  ["*:*:*:*:any", "any"],
  ["other:*:*:*:no\n*:*:keys:*:yes\n*:*:*:*:later", "yes"],
  ["#*:*:*:*:no\n*:*:*:op:yes", "yes"],
  ["*:5433:*:*:no", null],
  ["*:*:other:*:no", null],
  ["*:*:*:other:no", null],
  ["db.example:5432:keys:op:", null],
  ["db.example:5432:keys:op", null],
  ["", null],
  ["*:*:*:*:a\\:b\\\\c", "a:b\\c"],
  ["*:*:*:*:a:b", "a:b"],
  ["db\\.example:*:*:*:yes", "yes"],
  ["DB.example:*:*:*:no", null],
];

for (const [text, password] of FILES) {
  Deno.test(`a password file with ${JSON.stringify(text)} has ${password ?? "no password"}`, () => {
    assert.equal(passwordIn(text, LOGIN), password);
  });
}

Deno.test("a colon in a name is escaped, and the socket of the default folder is localhost", () => {
  const socket = { ...LOGIN, host: "/var/run/postgresql" };
  assert.equal(passwordIn("localhost:*:*:*:yes", socket), "yes");
  assert.equal(passwordIn("/run/own:*:*:*:yes", { ...LOGIN, host: "/run/own" }), "yes");
  assert.equal(passwordIn("localhost:*:*:*:no", { ...LOGIN, host: "/run/own" }), null);
  assert.equal(passwordIn("\\:\\:1:*:*:*:yes", { ...LOGIN, host: "::1" }), "yes");
  assert.equal(passwordIn("*:*:a\\:b:*:yes", { ...LOGIN, database: "a:b" }), "yes");
});
