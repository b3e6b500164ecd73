import assert from "node:assert/strict";
import postgres from "postgres";
import { CloacinaError } from "../../../src/errors.ts";
import { isUnreachable, toDatabaseError } from "../../../src/store/postgres/database_error.ts";

// Deno 2.7 says UNKNOWN of a write to a connection that is being lost; other codes of the system may come as well.

const STATES = {
  UNKNOWN: "the connection was lost",
  EPIPE: "the connection was lost",
  ENOTCONN: "the connection failed with ENOTCONN",
  ENOBUFS: "the connection failed with ENOBUFS",
};

for (const [code, state] of Object.entries(STATES)) {
  Deno.test(`a connection that ends with ${code} is no bug of the program`, () => {
    const thrown = Object.assign(new Error(`write ${code}`), { code, syscall: "write" });
    const error = toDatabaseError(thrown, "access", "the database");
    assert.ok(error instanceof CloacinaError);
    assert.equal(error.code, "store_unavailable");
    assert.equal(error.message, `Cannot access the database: ${state}`);
  });
}

Deno.test("another server is tried where one ends the login with UNKNOWN", () => {
  const thrown = Object.assign(new Error("write UNKNOWN"), { code: "UNKNOWN", syscall: "write" });
  assert.ok(isUnreachable(toDatabaseError(thrown, "connect to", "the database")));
});

Deno.test("what no system and no server said stays what it is", () => {
  const bug = new TypeError("undefined is not a function");
  assert.equal(toDatabaseError(bug, "access", "the database"), bug);
});

const said = (severity: string, code: string, message: string) =>
  toDatabaseError(
    // The driver makes it of what the server sends; its type lacks that.
    Reflect.construct(postgres.PostgresError, [{ severity, code, message }]),
    "access",
    "the database",
  );

// findings/postgres_full_disk_log_in.sh
Deno.test("a log in that ends with an internal error is no damaged store", () => {
  const error = said("FATAL", "XX000", "could not write init file");
  assert.ok(error instanceof CloacinaError);
  assert.deepEqual([error.code, error.message, error.hint], [
    "store_unavailable",
    "Cannot access the database: the server ended the connection with XX000 (could not write init file)",
    "run the command again",
  ]);
});

// PostgreSQL 15 answers with XX000 where it reads a row whose length is damaged.
Deno.test("what a statement finds damaged is a damaged store", () => {
  for (const code of ["XX000", "XX001", "XX002", "22P02", "23505", "42601"]) {
    const error = said("ERROR", code, "damaged");
    assert.ok(error instanceof CloacinaError);
    assert.deepEqual([error.code, error.message], [
      "store_corrupt",
      `Cannot access the database: the server reported ${code} (damaged)`,
    ]);
  }
  const error = said("FATAL", "XX001", "damaged");
  assert.ok(error instanceof CloacinaError);
  assert.equal(error.code, "store_corrupt");
});
