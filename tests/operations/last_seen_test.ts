import assert from "node:assert/strict";
import { newLastSeen } from "../../src/operations/last_seen.ts";
import { recordBuilder } from "../contracts/records.ts";

const { apiToken } = recordBuilder("rows that were seen");

Deno.test("a row is remembered as it was last seen, as the same object while it is the same", () => {
  const { tokens } = newLastSeen();
  const token = apiToken({ name: "ci" });
  tokens.set(token.tokenHash, token);
  tokens.set(token.tokenHash, { ...token });
  assert.equal(tokens.get(token.tokenHash), token);
  const renamed = { ...token, name: "other" };
  tokens.set(token.tokenHash, renamed);
  assert.equal(tokens.get(token.tokenHash), renamed);
  tokens.set(token.tokenHash, null);
  assert.equal(tokens.get(token.tokenHash), undefined);
});

Deno.test("a row of more than 16 KiB is not remembered", () => {
  const { tokens } = newLastSeen();
  const token = apiToken({ name: "n".repeat(15 * 1024) });
  tokens.set(token.tokenHash, token);
  assert.equal(tokens.get(token.tokenHash), token);
  tokens.set(token.tokenHash, { ...token, name: "n".repeat(16 * 1024) });
  assert.equal(tokens.get(token.tokenHash), undefined);
});
