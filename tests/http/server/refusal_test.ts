import assert from "node:assert/strict";
import { CloacinaError, ERROR_OUTCOMES, type ErrorCode } from "../../../src/errors.ts";
import { errorAnswer } from "../../../src/http/server/answer.ts";
import { refusalOf, refuse, withStatus } from "../../../src/http/server/refusal.ts";

Deno.test("an error is answered with the status of its code", () => {
  for (const code of Object.keys(ERROR_OUTCOMES) as ErrorCode[]) {
    const { status, headers } = refusalOf(new CloacinaError(code, "Cannot do it: no"));
    assert.equal(status, ERROR_OUTCOMES[code].status);
    assert.deepEqual(headers, status === 503 ? { "retry-after": "1" } : {});
  }
});

Deno.test("a refusal of HTTP's own has its status, and is the user's input", () => {
  const error = refuse(413, "Cannot read the request: it is too large", { connection: "close" });
  assert.equal(error.code, "invalid_request");
  assert.deepEqual(refusalOf(error), { status: 413, headers: { connection: "close" } });
});

Deno.test("a status that is given later counts, for this error alone", () => {
  const error = new CloacinaError("unauthorized", "Cannot authenticate: no");
  assert.equal(withStatus(error, 429, { "retry-after": "7" }), error);
  assert.deepEqual(refusalOf(error), { status: 429, headers: { "retry-after": "7" } });
  const other = new CloacinaError("unauthorized", "Cannot authenticate: no");
  assert.deepEqual(refusalOf(other), { status: 401, headers: {} });
});

Deno.test("who is told that the store is gone is told when to come back, unless that was said", () => {
  const error = () => new CloacinaError("wrong_master_key", "Cannot serve: no");
  assert.deepEqual(refusalOf(withStatus(error(), 503)).headers, { "retry-after": "1" });
  const headers = { "retry-after": "30" };
  assert.deepEqual(refusalOf(withStatus(error(), 503, headers)).headers, headers);
});

Deno.test("the answer of an error holds its message and its code, and not what lies below it", async () => {
  const cause = new Error("postgres://user:hush@db");
  const error = new CloacinaError("store_unavailable", "Cannot reach the store", {
    hint: "look at postgres://user:hush@db",
    cause,
  });
  const answer = errorAnswer(error);
  assert.equal(answer.status, 503);
  assert.deepEqual(await answer.json(), {
    error: "Cannot reach the store",
    code: "store_unavailable",
    hint: null,
  });
  assert.deepEqual(
    ["cache-control", "content-type", "retry-after", "x-content-type-options"].map((name) =>
      answer.headers.get(name)
    ),
    ["no-store, no-transform", "application/json", "1", "nosniff"],
  );
});
