import assert from "node:assert/strict";
import { hasPassword, parseDatabaseUrl } from "../../../src/cli/store/database_url.ts";

Deno.test("a URL names Postgres, or a file as the engine names it", () => {
  const cases = [
    ["sqlite:///var/lib/c.db", { kind: "sqlite", path: "/var/lib/c.db" }],
    ["sqlite://c.db", { kind: "sqlite", path: "c.db" }],
    ["sqlite://a%20b.db?mode=rwc&x=y", { kind: "sqlite", path: "a%20b.db" }],
    ["sqlite://file:c.db?mode=rwc", { kind: "sqlite", path: "c.db" }],
    ["/var/lib/c.db", { kind: "sqlite", path: "/var/lib/c.db" }],
    ["/var/lib/c", { kind: "sqlite", path: "/var/lib/c" }],
    ["./c?mode=ro", { kind: "sqlite", path: "./c?mode=ro" }],
    ["../a%20b", { kind: "sqlite", path: "../a%20b" }],
    ["c.db", { kind: "sqlite", path: "c.db" }],
    ["a/b.c.sqlite", { kind: "sqlite", path: "a/b.c.sqlite" }],
    ["c.sqlite3", { kind: "sqlite", path: "c.sqlite3" }],
    ["file:c.db", { kind: "sqlite", path: "c.db" }],
    ["file:c", { kind: "sqlite", path: "c" }],
    ["file:/var/lib/c.db", { kind: "sqlite", path: "/var/lib/c.db" }],
    ["file:///var/lib/c.db", { kind: "sqlite", path: "/var/lib/c.db" }],
    ["file://localhost/c.db?mode=rw#part", { kind: "sqlite", path: "/c.db" }],
    ["file:a%20b%C3%A9.db?cache=shared&mode=rwc", { kind: "sqlite", path: "a bé.db" }],
    ["file:50%.db", { kind: "sqlite", path: "50%.db" }],
    ["postgres://u@h/d", { kind: "postgres", url: "postgres://u@h/d", schema: null }],
    ["postgresql://u:p@h/d?x", { kind: "postgres", url: "postgresql://u:p@h/d?x", schema: null }],
  ] as const;
  for (const [url, location] of cases) assert.deepEqual(parseDatabaseUrl(url, "here"), location);
});

Deno.test("any other URL is refused by the place that it comes from, and never repeated", () => {
  const urls = [
    "",
    "sqlite://",
    "sqlite://?mode=rwc",
    "sqlite://:memory:",
    "sqlite:c.db",
    "mysql://u:hunter2@h/d",
    "postgres:u:hunter2@h",
    "Postgres://u:hunter2@h/d",
    "hunter2",
    "mysql://h/hunter2.db",
    ":memory:",
    "file:",
    "file:?mode=rwc",
    "file::memory:",
    "file:hunter2?mode=memory&cache=shared",
    "file:hunter2.db?mode=ro",
    "file:hunter2.db?vfs=unix-none",
    "file:c.db?hunter2=1",
    "file://host/hunter2.db",
    "file:hunter2%00.db",
    "file:hunter2%ff.db",
  ];
  for (const url of urls) {
    assert.throws(() => parseDatabaseUrl(url, "DATABASE_URL"), (error: Error) => {
      assert.match(error.message, /^Cannot open the database of DATABASE_URL: /);
      assert.doesNotMatch(error.message, /hunter2/);
      return "code" in error && error.code === "invalid_request";
    });
  }
});

Deno.test("a password in a URL is noticed, also in one that is not well formed", () => {
  const having = [
    "postgres://u:p@h/d",
    "postgres://u:@h/d",
    "postgres://u:p/w?#@h/d",
    "mysql://u:p@h",
    "postgres://h/d?password=p",
    "postgres://h/d?user=u&password=p",
  ];
  const lacking = ["postgres://u@h:5432/d", "postgres://h:5432/d", "sqlite:///a:b", "file:url"];
  assert.deepEqual(having.filter((url) => !hasPassword(url)), []);
  assert.deepEqual(lacking.filter(hasPassword), []);
});
