import assert from "node:assert/strict";
import { CloacinaError, ERROR_OUTCOMES, type ErrorCode } from "../../../src/errors.ts";
import { toRemoteError } from "../../../src/http/client/remote_error.ts";
import { toApiError } from "../../../src/http/wire.ts";

const URL = "https://sign.example";

Deno.test("every code comes over as it went, with its message", () => {
  for (const code of Object.keys(ERROR_OUTCOMES) as ErrorCode[]) {
    const sent = new CloacinaError(code, "Cannot do it: no");
    const { status } = ERROR_OUTCOMES[code];
    const received = toRemoteError(JSON.parse(JSON.stringify(toApiError(sent))), status, URL);
    assert.deepEqual([received.code, received.message], [code, "Cannot do it: no"]);
  }
});

Deno.test("what the server's operator would try is not what the caller is told to try", () => {
  const hint = "give CLOACINA_KEY_ENCRYPTION_KEY of the server";
  const sent = toApiError(new CloacinaError("wrong_master_key", "Cannot sign: no", { hint }));
  assert.deepEqual(sent, { error: "Cannot sign: no", code: "wrong_master_key", hint: null });
  assert.equal(
    toRemoteError(sent, 403, URL).hint,
    "ask the server's operator, who can run `cloacina master-key check`",
  );
  assert.equal(
    toRemoteError({ error: "Cannot: no", code: "unauthorized", hint: null }, 401, URL).hint,
    "give a whole token of `cloacina tokens create` in CLOACINA_API_KEY, or with --api-key; on the server's " +
      "machine `cloacina tokens list --all` shows which tokens are valid",
  );
  assert.equal(
    toRemoteError({ error: "Cannot: no", code: "key_revoked", hint: null }, 409, URL).hint,
    undefined,
  );
});

Deno.test("which keys could be meant is for the caller, and comes over", () => {
  const error = new CloacinaError("invalid_request", "Cannot choose: two", { hint: "say which" });
  assert.equal(
    toRemoteError(toApiError(error), 400, URL).message,
    "Cannot choose: two (say which)",
  );
});

Deno.test("a message is bounded, whatever it is made of", () => {
  const error = `Cannot ${"\u001b\u0000\u202e".repeat(1_000_000)}`;
  const { message } = toRemoteError({ error, code: "internal_error", hint: null }, 500, URL);
  assert.equal(message.length, 4096);
  assert.equal(message, error.slice(0, 4096));
});

Deno.test("a message that no error of ours has is shown to be the server's words", () => {
  for (const error of ["verified", "", "done\nverified: a.so"]) {
    const { message } = toRemoteError({ error, code: "invalid_request", hint: null }, 400, URL);
    assert.equal(message, `Cannot call the API at "${URL}": it says ${error}`);
  }
});

Deno.test("the engine's own server is named by what it answers to a path that it does not have", () => {
  const document = { error: "no route matches this request", code: "not_found" };
  const { code, message, hint } = toRemoteError(document, 404, URL);
  assert.equal(code, "invalid_request");
  assert.equal(
    message,
    `Cannot call the API at "${URL}": it is the engine's own server, which has no API for keys and ` +
      "signatures",
  );
  assert.equal(
    hint,
    "give the URL of `cloacina serve`, or the engine's database with --database-url",
  );
});

const STRANGE: readonly (readonly [what: string, document: unknown])[] = [
  ["an unknown code", { error: "Cannot do it: no", code: "quantum_failure", hint: null }],
  ["a code of another type", { error: "Cannot do it: no", code: 7 }],
  ["a code of every object's", { error: "Cannot do it: no", code: "constructor", hint: null }],
  ["the engine's code alone", { error: "workflow not found", code: "not_found" }],
  ["no code", { error: "Cannot do it: no" }],
  ["no error", { code: "key_not_found", hint: null }],
  ["an error of another type", { error: { message: "no" }, code: "key_not_found", hint: null }],
  ["null", null],
  ["a list", []],
  ["no JSON", undefined],
];

for (const [what, document] of STRANGE) {
  Deno.test(`an error with ${what} is known by its status alone`, () => {
    const outcomes = [400, 401, 403, 404, 407, 409, 422, 500, 503].map((status) => {
      const { code, message, hint } = toRemoteError(document, status, URL);
      assert.equal(hint, "is it the URL of `cloacina serve`?");
      assert.match(message, new RegExp(`^Cannot call the API at "${URL}": .* status ${status}`));
      return code;
    });
    const unknown = "store_unavailable";
    assert.deepEqual(outcomes, [
      ...[unknown, "unauthorized", "insufficient_permissions", unknown, "unauthorized"],
      ...[unknown, unknown, unknown, unknown],
    ]);
  });
}

Deno.test("a path that the API does not have is a wrong URL", () => {
  const document = {
    error: "Cannot find the route: no route has this path",
    code: "invalid_request",
    hint: null,
  };
  const { code, message, hint } = toRemoteError(document, 404, URL);
  assert.deepEqual([code, message, hint], [
    "invalid_request",
    `Cannot call the API at "${URL}": it has no such route`,
    "is it the URL of `cloacina serve`?",
  ]);
});
