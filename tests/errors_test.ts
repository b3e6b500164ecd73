import assert from "node:assert/strict";
import { CloacinaError, ERROR_OUTCOMES, type ErrorCode, toCloacinaError } from "../src/errors.ts";

/** The exit of every code, as the manual promises it to scripts. A number here never changes. */
const EXITS: Readonly<Record<ErrorCode, number>> = {
  invalid_request: 1,
  invalid_key: 1,
  target_exists: 1,
  package_changed: 1,
  internal_error: 1,
  io_failed: 2,
  store_unavailable: 2,
  outcome_unknown: 2,
  signer_unavailable: 2,
  file_not_found: 3,
  key_not_found: 3,
  trust_not_found: 3,
  token_not_found: 3,
  minimum_not_found: 3,
  wrong_passphrase: 4,
  wrong_master_key: 4,
  unauthorized: 4,
  insufficient_permissions: 4,
  signer_refused: 4,
  duplicate_name: 5,
  trust_exists: 5,
  signature_exists: 5,
  last_signature: 5,
  store_corrupt: 5,
  key_integrity: 5,
  package_tampered: 10,
  untrusted_signer: 11,
  invalid_signature: 12,
  signature_not_found: 13,
  malformed_signature: 14,
  signature_expired: 15,
  key_revoked: 16,
  claim_mismatch: 17,
  version_rolled_back: 18,
  audit_log_torn: 20,
  audit_head_mismatch: 21,
  interrupted: 130,
};

const CODES = Object.keys(ERROR_OUTCOMES) as readonly ErrorCode[];

Deno.test("every code has the exit that it promises, and no code has none", () => {
  const exits = Object.fromEntries(CODES.map((code) => [code, ERROR_OUTCOMES[code].exit]));
  assert.deepEqual(exits, EXITS);
});

Deno.test("no error exits with 0, and each cause of a failed verification has an exit of its own", () => {
  const causes = CODES.map((code) => ERROR_OUTCOMES[code].exit).filter((exit) => exit >= 10);
  assert.equal(new Set(causes).size, causes.length);
  assert(CODES.every((code) => ERROR_OUTCOMES[code].exit > 0));
});

Deno.test("every status is one of HTTP for a failure", () => {
  for (const code of CODES) {
    const { status } = ERROR_OUTCOMES[code];
    assert(Number.isInteger(status) && status >= 400 && status <= 599, `${code}: ${status}`);
  }
});

Deno.test("an error carries its code, its hint and its cause", () => {
  const cause = new Error("below");
  const error = new CloacinaError("io_failed", 'Cannot write "k": no space', {
    hint: "free some",
    cause,
  });
  const { name, code, message, hint } = error;
  assert.deepEqual({ name, code, message, hint }, {
    name: "CloacinaError",
    code: "io_failed",
    message: 'Cannot write "k": no space',
    hint: "free some",
  });
  assert.equal(error.cause, cause);
  assert(error instanceof Error);
});

Deno.test("an error without a hint has none", () => {
  const error = new CloacinaError("invalid_key", "Cannot use the key: it is empty");
  assert.equal(error.hint, undefined);
  assert.equal(error.cause, undefined);
});

Deno.test("a coded error passes through as it is", () => {
  const error = new CloacinaError("interrupted", "Cannot finish the command: interrupted");
  assert.equal(toCloacinaError(error), error);
});

Deno.test("of a stranger's error nothing is told, and all is kept", () => {
  const strangers: readonly unknown[] = [
    new Error("SECRET"),
    new TypeError("SECRET"),
    new DOMException("SECRET", "SECRET"),
    "SECRET",
    { message: "SECRET", code: "SECRET", hint: "SECRET" },
    { toString: () => "SECRET" },
    undefined,
    null,
  ];
  for (const stranger of strangers) {
    const error = toCloacinaError(stranger);
    assert.equal(error.code, "internal_error");
    assert.equal(error.message, "Cannot finish the command: cloacina ran into an internal error");
    assert(error.hint!.includes("cloacina doctor"));
    assert(!`${error.message}${error.hint}${error.name}${error.code}`.includes("SECRET"));
    assert.equal(error.cause, stranger);
  }
});

Deno.test("an error that only looks like a coded one is a stranger", () => {
  const stranger = Object.assign(new Error("SECRET"), { name: "CloacinaError", code: "io_failed" });
  assert.equal(toCloacinaError(stranger).code, "internal_error");
});

Deno.test("an error in other words keeps what is not changed", () => {
  const cause = new Error("the cause");
  const details = { hint: "a hint", publicState: "what any caller may be told", cause };
  const error = new CloacinaError("key_not_found", "Cannot find the key", details);
  const hinted = error.with({ hint: "another hint" });
  assert.deepEqual({ ...hinted, message: hinted.message, cause: hinted.cause }, {
    name: "CloacinaError",
    code: "key_not_found",
    message: "Cannot find the key",
    hint: "another hint",
    publicState: "what any caller may be told",
    cause,
  });
  assert.equal(error.with({ hint: undefined }).hint, undefined);
  assert.equal(error.with({ code: "io_failed" }).code, "io_failed");
  assert.equal(error.with({ message: "Cannot" }).message, "Cannot");
});
