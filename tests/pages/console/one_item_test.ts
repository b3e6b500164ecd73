import assert from "node:assert/strict";
import { Failure } from "../../../src/pages/console/api/failure.ts";
import { oneItem } from "../../../src/pages/console/one_item.ts";

const failing = (code: Failure["code"]) => () =>
  Promise.reject(new Failure("refused", "Cannot", code));

Deno.test("what was looked up is a list of one, what is nowhere an empty one, any other failure stays one", async () => {
  const found = await oneItem(() => Promise.resolve("key"), "key_not_found");
  assert.deepEqual(found, { items: ["key"], total: 1 });
  const absent = await oneItem(failing("key_not_found"), "key_not_found");
  assert.deepEqual(absent, { items: [], total: 0 });
  await assert.rejects(oneItem(failing("invalid_request"), "key_not_found"), {
    code: "invalid_request",
  });
});
