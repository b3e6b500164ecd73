import assert from "node:assert/strict";
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
