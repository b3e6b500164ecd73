import assert from "node:assert/strict";
import { CloacinaError, type ErrorCode } from "../../../src/errors.ts";
import { openPostgres } from "../../../src/store/postgres/open_postgres.ts";
import type { Store } from "../../../src/store/store.ts";
import { PASSWORD } from "../../testkit/postgres_data.ts";

/** What an error must be. */
export interface Expected {
  readonly code: ErrorCode;
  readonly message: RegExp;
  readonly hint?: RegExp;
}

/** The work fails so: in one line, and nowhere in the error or below it is the password. */
export async function expectError(expected: Expected, work: Promise<unknown>): Promise<void> {
  const error = await work.then(() => assert.fail("it did not throw"), (error) => error);
  assert.ok(error instanceof CloacinaError, `not a coded error: ${Deno.inspect(error)}`);
  assert.equal(error.code, expected.code, error.message);
  assert.match(error.message, /^Cannot .*: .*[^.]$/);
  assert.match(error.message, expected.message);
  if (expected.hint !== undefined) assert.match(error.hint ?? "", expected.hint);
  const everything = Deno.inspect(error, { depth: 10, showHidden: true });
  for (const secret of [PASSWORD, encodeURIComponent(PASSWORD)]) {
    assert.equal(everything.includes(secret), false, "the password is in the error");
  }
}

/** Opening fails so. */
export async function expectRefusal(expected: Expected, url: string): Promise<void> {
  const opened = openPostgres({ kind: "postgres", url, schema: null });
  await expectError(expected, opened.then((store) => store.close()));
}

/** Runs work with an open store, which is closed however the work ends. */
export async function withStore(
  url: string,
  work: (store: Store) => Promise<void>,
  schema: string | null = null,
): Promise<void> {
  const store = await openPostgres({ kind: "postgres", url, schema });
  try {
    await work(store);
  } finally {
    await store.close();
  }
}
