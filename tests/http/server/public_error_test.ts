import assert from "node:assert/strict";
import { CloacinaError, type ErrorCode } from "../../../src/errors.ts";
import { publicError } from "../../../src/http/server/public_error.ts";
import { refuse } from "../../../src/http/server/refusal.ts";
import { ROUTES } from "../../../src/http/routes.ts";
import { createApp } from "../../../src/http/server/server_app.ts";
import { openServerLog } from "../../../src/http/server/server_log.ts";
import { withKit } from "../../operations/kit.ts";
import { serverParts } from "../api_kit.ts";

const JSON_LOG = { format: "json", level: "info" } as const;

const WHERE = "postgres://cloacina@db.internal/cloacina";

const OF_THE_SERVER: readonly (readonly [code: ErrorCode, state: string])[] = [
  ["store_unavailable", "the server cannot use its store"],
  ["store_corrupt", "the server's store is damaged"],
  ["io_failed", "the server could not read or write a file"],
  ["wrong_master_key", "the server's master key is not the one of its store"],
];

for (const [code, state] of OF_THE_SERVER) {
  Deno.test(`of ${code} a caller learns nothing of the server's machine, and its log says all`, async () => {
    await withKit(async ({ parts }) => {
      const written: string[] = [];
      const { log, flush } = openServerLog(
        JSON_LOG,
        (lines) => Promise.resolve(void written.push(lines)),
      );
      const secret = `Cannot connect to ${WHERE}: nothing is listening there`;
      const authenticate = () => Promise.reject(new CloacinaError(code, secret));
      const app = createApp({ ...serverParts(parts, []), log, authenticate }, ROUTES);
      const headers = { authorization: `Bearer clk_${"A".repeat(43)}` };
      const request = new Request("https://127.0.0.1/v1/whoami", { headers });
      const answer = await app(request, "127.0.0.1");
      assert.deepEqual(await answer.json(), {
        error: `Cannot serve the request: ${state}`,
        code,
        hint: null,
      });
      await flush();
      const { properties } = JSON.parse(written.join(""));
      assert.deepEqual([properties.code, properties.reason], [code, secret]);
    });
  });
}

Deno.test("a caller is told that nobody knows whether the request was carried out", () => {
  const error = new CloacinaError(
    "outcome_unknown",
    `Cannot tell whether ${WHERE} has the changes`,
  );
  const { code, message } = publicError(error);
  assert.equal(code, "outcome_unknown");
  assert.match(
    message,
    /^Cannot tell whether the request was carried out: the server lost its store/,
  );
  assert.doesNotMatch(message, /db\.internal/);
});

Deno.test("what a caller did is told as it is, and so is what was made as an answer", () => {
  const own = new CloacinaError("key_not_found", "Cannot find the key k: there is no such key");
  assert.equal(publicError(own), own);
  const full = refuse(503, "Cannot serve the request: too many are under way");
  assert.equal(publicError(full), full);
});
