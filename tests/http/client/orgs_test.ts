import assert from "node:assert/strict";
import { CHILD, ORG } from "../../operations/kit.ts";
import { assertFails, json, withHostile } from "../hostile_server.ts";

const GRANT = {
  grant_id: "1",
  parent_org_id: ORG,
  child_org_id: CHILD,
  granted_at: "2026-01-28T12:00:00Z",
  revoked_at: null,
  status: "active",
  fault: null,
};

Deno.test("what a server says of a revoked grant may have fields more", async () => {
  const revoked = { parent_org_id: ORG, child_org_id: CHILD, revoked_at: "2026-01-28T12:00:00Z" };
  await withHostile(() => json(revoked), async ({ client, seen }) => {
    await client.orgs.revokeTrust({ parent: ORG, child: CHILD });
    assert.deepEqual(seen.map(({ path }) => path), ["/v1/trust-grants/revoke"]);
  });
});

const PART = Array.from({ length: 1000 }, () => GRANT);

Deno.test("grants beyond 1,000 are gathered part by part", async () => {
  const parts = [PART, [GRANT, GRANT]];
  await withHostile(
    (_, count) => json({ items: parts[count], total: 1002, ...(count === 0 && { next: "p1" }) }),
    async ({ client, seen }) => {
      const page = { limit: 2000, offset: 0 };
      assert.equal((await client.orgs.listTrust({ orgId: ORG, page })).items.length, 1002);
      assert.deepEqual(seen.map(({ path }) => path), [
        `/v1/trust-grants?org_id=${ORG}&limit=1000`,
        `/v1/trust-grants?org_id=${ORG}&limit=1000&after=p1`,
      ]);
    },
  );
});

Deno.test("a server whose grants never end is not listened to for ever", async () => {
  const [answer, last] = [
    JSON.stringify({ items: PART, total: Number.MAX_SAFE_INTEGER, next: "p" }),
    JSON.stringify({ items: [GRANT], total: Number.MAX_SAFE_INTEGER, next: "p" }),
  ];
  await withHostile(
    ({ path }) => json(JSON.parse(path.includes("limit=1&") ? last : answer)),
    async ({ client, seen }) => {
      const page = { limit: 100_001, offset: 0 };
      const { items, next } = await client.orgs.listTrust({ orgId: ORG, page });
      assert.deepEqual([items.length, next], [100_001, "p"]);
      assert.equal(seen.length, 101);
    },
  );
});

const OTHER = "cccccccc-0000-4000-8000-00000000000c";

Deno.test("a server whose grants are other ones than were asked for is not believed", async () => {
  const grants = [
    { ...GRANT, parent_org_id: OTHER },
    { ...GRANT, child_org_id: OTHER },
    { ...GRANT, revoked_at: "2026-01-28T12:00:00Z", status: "revoked" },
  ];
  for (const [index, grant] of grants.entries()) {
    await withHostile(() => json(grant), async ({ client }) => {
      const pair = { parent: ORG, child: CHILD };
      const { message } = await assertFails("store_unavailable", 2, client.orgs.grantTrust(pair));
      assert.equal(message, "Cannot grant trust: the server says that it granted something else");
      if (index === 2) return;
      assert.equal(
        (await assertFails("store_unavailable", 2, client.orgs.revokeTrust(pair))).message,
        "Cannot revoke trust: the server says that it revoked another grant",
      );
    });
  }
  const strange = { ...GRANT, parent_org_id: OTHER };
  await withHostile(() => json({ items: [GRANT, strange], total: 2 }), async ({ client }) => {
    const page = { limit: 10, offset: 0 };
    assert.equal((await client.orgs.listTrust({ orgId: CHILD, page })).items.length, 2);
    const listing = client.orgs.listTrust({ orgId: ORG, page });
    assert.equal(
      (await assertFails("store_unavailable", 2, listing)).message,
      "Cannot list the trust grants: the server sent some of other organisations",
    );
  });
});

const MINIMUM = {
  minimum_version_id: "1",
  org_id: ORG,
  package_name: "pkg",
  package_version: "1.0.0",
  raised_at: "2026-01-28T12:00:00Z",
  fault: null,
  status: "kept",
};

Deno.test("a server whose minimum versions are other ones than were asked for is not believed", async () => {
  const others = [{ ...MINIMUM, org_id: OTHER }, { ...MINIMUM, package_name: "other" }];
  for (const removed of others) {
    await withHostile(() => json(removed), async ({ client }) => {
      const work = client.orgs.removeMinimum({ orgId: ORG, name: "pkg" });
      assert.equal(
        (await assertFails("store_unavailable", 2, work)).message,
        "Cannot remove the minimum version: the server says that it removed another",
      );
    });
  }
  await withHostile(() => json({ items: others, total: 2 }), async ({ client }) => {
    const work = client.orgs.listMinimums({ orgId: ORG, page: { limit: 10, offset: 0 } });
    assert.equal(
      (await assertFails("store_unavailable", 2, work)).message,
      "Cannot list the minimum versions: the server sent some of others",
    );
  });
});
