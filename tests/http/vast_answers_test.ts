import assert from "node:assert/strict";
import { fieldsOf } from "../../src/domain/damaged.ts";
import { Preflight, Revoked, Signed } from "../../src/contract/records.ts";
import { ORG, PAGE, testHash, testKey } from "../operations/kit.ts";
import { assertFails, json, keyBody, withHostile } from "./hostile_server.ts";

const MIB = 1024 * 1024;

const TOKEN = {
  token_id: "eeeeeeee-0000-4000-8000-00000000000e",
  name: null,
  org_id: ORG,
  role: "sign",
  key_ids: null,
  created_at: "2026-01-28T12:00:00.000Z",
  expires_at: null,
  revoked_at: null,
  status: "active",
  fault: null,
};

const repeat = (text: string, count: number) => Array(count).fill(text).join(",");
const list = (items: string) => `{"items":[${items}],"total":1}`;
const keys = (count: number) => repeat(`"${TOKEN.token_id}"`, count);
const tokenWith = (keyIds: string) =>
  JSON.stringify(TOKEN).replace('"key_ids":null', `"key_ids":[${keyIds}]`);

/** A client that looks at each item of these, or at each fault, takes minutes. */
const VAST: readonly (readonly [what: string, answer: string])[] = [
  ["4 MiB of empty items", list(repeat("{}", 1_390_000))],
  ["4 MiB of numbers", list(repeat("1", 2_000_000))],
  ["4 MiB of items that are lists", list(repeat("[]", 1_390_000))],
  ["1,001 good items", list(repeat(JSON.stringify(TOKEN), 1001))],
  ["90,000 empty items", list(repeat("{}", 90_000))],
  ["1,000 items of 100 bad keys", list(repeat(tokenWith(repeat("7", 100)), 1000))],
  ["an item of 101 keys", list(tokenWith(keys(101)))],
  ["an item of 100,000 keys", list(tokenWith(keys(100_000)))],
  ["an item of 190,000 bad keys", list(tokenWith(repeat("7", 190_000)))],
  ["items of 2 million levels", list("[".repeat(2_000_000) + "]".repeat(2_000_000))],
];

for (const [what, text] of VAST) {
  Deno.test(`a list with ${what} is none of the API`, async () => {
    assert.ok(text.length <= 4 * MIB);
    const answer = () => new Response(text, { headers: { "content-type": "application/json" } });
    await withHostile(answer, async ({ client, url }) => {
      const work = client.tokens.list({ orgId: null, includeRevoked: true, page: PAGE });
      const { message } = await assertFails("store_unavailable", 2, work);
      assert.equal(message, `Cannot call the API at "${url}": its answer is not one of the API`);
    });
  });
}

Deno.test("the longest list that a server sends is read", async () => {
  const items = repeat(tokenWith(keys(90)), 1000);
  const answer = () =>
    new Response(list(items), { headers: { "content-type": "application/json" } });
  await withHostile(answer, async ({ client }) => {
    const page = { limit: 1000, offset: 0 };
    const listed = await client.tokens.list({ orgId: null, includeRevoked: true, page });
    assert.equal(listed.items.length, 1000);
    assert.equal(fieldsOf(listed.items[999]!).keyIds!.length, 90);
  });
});

/** The schema judges a list by its length alone where that is too much: one fault, of none of its items. */
function assertTooLong(
  issues: readonly { code?: string; maximum?: unknown }[],
  most: number,
): void {
  assert.deepEqual(issues.map(({ code, maximum }) => [code, maximum]), [["too_big", most]]);
}

Deno.test("warnings, signatures and impacts have their most, and none of a longer list is looked at", async () => {
  const preflight = {
    answer: "accepted",
    reason: "",
    warnings: Array(17).fill(7),
    key_fingerprint: null,
  };
  assertTooLong(Preflight.safeParse(preflight).error!.issues, 16);
  assert.ok(Preflight.safeParse({ ...preflight, warnings: Array(16).fill("w") }).success);
  const signed = { key: keyBody(await testKey(1)), signatures: Array(1001).fill(7) };
  assertTooLong(Signed.safeParse(signed).error!.issues, 1000);
  const key = keyBody(await testKey(1));
  const revoked = (change: object) =>
    Revoked.safeParse({
      ...{ key, is_still_trusted: false, stops_verifying_cut_off: false, dry_run: false },
      ...{ still_trusted_by: [], stops_verifying: [] },
      ...change,
    });
  assertTooLong(revoked({ stops_verifying: Array(1001).fill(7) }).error!.issues, 1000);
  const one = { package_hash: testHash(1), keeps_another: true, engine_reads: true };
  assert.ok(revoked({ stops_verifying: Array(1000).fill(one) }).success);
  assertTooLong(revoked({ still_trusted_by: Array(100_001).fill(7) }).error!.issues, 100_000);
  const { data } = revoked({ still_trusted_by: Array(100_000).fill(ORG) });
  assert.equal(data!.stillTrustedBy.length, 100_000);
});

Deno.test("an error of many levels or parts is known by its status", async () => {
  for (const vast of [`${"[".repeat(1000)}${"]".repeat(1000)}`, `[${repeat("{}", 500_000)}]`]) {
    const text = `{"error":"Cannot do it: no","code":"key_not_found","more":${vast}}`;
    const headers = { "content-type": "application/json" };
    await withHostile(
      () => new Response(text, { status: 404, headers }),
      async ({ client, url }) => {
        const { message } = await assertFails("store_unavailable", 2, client.whoami());
        assert.equal(
          message,
          `Cannot call the API at "${url}": it answers with status 404, and not as the API does`,
        );
      },
    );
  }
});

Deno.test("an impact of more faults than zod can hold is none of the API", async () => {
  const key = keyBody(await testKey(1));
  const bad = { key, is_still_trusted: false, still_trusted_by: Array(100_000).fill(7) };
  const rest = {
    stops_verifying: Array(1000).fill({}),
    stops_verifying_cut_off: false,
    dry_run: false,
  };
  await withHostile(() => json({ ...bad, ...rest }), async ({ client, url }) => {
    const reference = { text: key.key_id, orgId: null };
    const work = client.keys.revoke({ reference, andTrust: true, dryRun: true });
    const { message } = await assertFails("store_unavailable", 2, work);
    assert.equal(message, `Cannot call the API at "${url}": its answer is not one of the API`);
  });
});
