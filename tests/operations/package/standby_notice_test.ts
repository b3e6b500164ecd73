import assert from "node:assert/strict";
import { CloacinaError } from "../../../src/errors.ts";
import { noticingStandby, STANDBY_NOTICE } from "../../../src/operations/package/standby_notice.ts";
import type { Store } from "../../../src/store/store.ts";

Deno.test("an error from a standby says so, and keeps what any caller may be told of it", async () => {
  let reads = 0;
  const store = { standbyReads: () => reads } as Store;
  const details = { hint: "a hint", publicState: "what any caller may be told" };
  const noticed = await noticingStandby(store, () => {
    reads++;
    throw new CloacinaError("invalid_request", "Cannot access the database", details);
  }).catch((error) => error);
  const { code, message, hint, publicState } = noticed;
  assert.deepEqual({ code, message, hint, publicState }, {
    code: "invalid_request",
    message: `Cannot access the database (${STANDBY_NOTICE})`,
    ...details,
  });
});
