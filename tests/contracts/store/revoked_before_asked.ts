import assert from "node:assert/strict";
import type { Store } from "../../../src/store/store.ts";
import type { HoldingProxy } from "../../testkit/holding_proxy.ts";
import { until } from "../../testkit/until.ts";
import { recordBuilder } from "../records.ts";
import { save } from "./opened_store.ts";

const AT = new Date("2026-03-01T00:00:00.000Z");

/**
 * A token is revoked while another request reads, and then asked for: the answer says that it is revoked. `store` is
 * behind the proxy, and reads for the first time; `direct` is the same database without it.
 */
export async function assertRevokedIsSeen(
  { store, direct, proxy }: {
    readonly store: Store;
    readonly direct: Store;
    readonly proxy: HoldingProxy;
  },
): Promise<void> {
  const make = recordBuilder("revoked before asked");
  const [token, other] = [make.apiToken(), make.apiToken()];
  await save(direct, { apiTokens: [token, other] });
  proxy.hold();
  const before = store.findApiToken(other.tokenHash);
  await until(proxy.isHolding);
  assert.equal(
    await direct.transaction((writer) => writer.revokeApiToken(token.id, AT)),
    true,
  );
  const after = store.findApiToken(token.tokenHash);
  proxy.release();
  assert.deepEqual(await after, { ...token, revokedAt: AT });
  assert.deepEqual(await before, other);
}
