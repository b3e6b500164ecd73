import assert from "node:assert/strict";
import { fingerprintOf } from "../../../src/domain/fingerprint.ts";
import type { OrgId } from "../../../src/domain/ids.ts";
import type { TrustedKeyInfo } from "../../../src/domain/trusted_key.ts";
import type { Api } from "../../../src/pages/console/api/connect.ts";
import { byGrantAlone, loadGrantImpact } from "../../../src/pages/console/grant_impact.ts";
import { CHILD, GRANDCHILD as OTHER, ORG } from "../../operations/kit.ts";

const PAIR = { parent: ORG, child: CHILD };

/** A row of the trust of an organisation in a key, which is named by its first byte. */
function row(trustedBy: OrgId, key: number, state: Partial<TrustedKeyInfo> = {}): TrustedKeyInfo {
  const fingerprint = fingerprintOf(new Uint8Array(32).fill(key));
  return {
    ...{ id: `${trustedBy} ${key}`, name: String(key), trustedBy, trustedAt: new Date(0) },
    publicKey: { fingerprint } as TrustedKeyInfo["publicKey"],
    ...{ revokedAt: null, isTrusted: true, fault: null },
    ...state,
  };
}

const namesOf = (keys: readonly TrustedKeyInfo[]) => keys.map(({ name }) => name);

const REVOKED = { revokedAt: new Date(1), isTrusted: false };

Deno.test("what depends on a grant is what is accepted neither by the organisation itself nor by another grant", () => {
  const ofChild = [1, 2, 3, 4, 5].map((key) => row(CHILD, key));
  const own = [row(ORG, 1), row(ORG, 2, REVOKED), row(OTHER, 3), row(OTHER, 4, REVOKED)];
  for (const ofParent of [own, [...own, ...ofChild]]) {
    assert.deepEqual(namesOf(byGrantAlone(PAIR, ofParent, ofChild)), ["4", "5"]);
  }
});

Deno.test("a key that the other organisation does not itself trust depends on no grant", () => {
  const damaged = { fault: "f", intact: { trustedBy: CHILD } };
  const ofChild = [row(CHILD, 1, REVOKED), row(CHILD, 2, { fault: "f" }), row(OTHER, 3), damaged];
  assert.deepEqual(byGrantAlone(PAIR, [], ofChild), []);
  assert.deepEqual(byGrantAlone({ parent: CHILD, child: CHILD }, ofChild, [row(CHILD, 4)]), [
    row(CHILD, 4),
  ]);
});

Deno.test("an organisation that grants itself trust changes nothing by it", () => {
  const own = [row(CHILD, 1)];
  assert.deepEqual(byGrantAlone({ parent: CHILD, child: CHILD }, own, own), []);
});

Deno.test("both lists are read to their ends, and not for ever", async () => {
  const asked: string[] = [];
  const apiOf = (pages: number) => {
    const list: Api["keys"]["trusted"]["list"] = ({ orgId, page: { after = "0" } }) => {
      asked.push(`${orgId} ${after}`);
      const number = Number(after) + 1;
      const items = [row(orgId, orgId === CHILD ? number : 255)];
      return Promise.resolve({ items, total: 0, ...(number < pages && { next: String(number) }) });
    };
    return { keys: { trusted: { list } } } as Api;
  };
  const { keys, isCutOff } = await loadGrantImpact(apiOf(3), PAIR);
  assert.deepEqual([namesOf(keys), isCutOff, asked.length], [["1", "2", "3"], false, 6]);
  assert.equal((await loadGrantImpact(apiOf(Infinity), PAIR)).isCutOff, true);
  assert.equal(asked.length, 26);
});
