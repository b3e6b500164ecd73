import assert from "node:assert/strict";
import type { Store } from "../../../src/store/store.ts";
import type { Chunk, Step } from "../../../src/domain/walk.ts";
import { later } from "../records.ts";
import { byId, type RegisterTest, save } from "./opened_store.ts";

type Walk = (store: Store) => (step: Step) => Promise<Chunk<{ readonly id: string }>>;

/** Walks through whole tables. */
export function walkContract(test: RegisterTest): void {
  test("a walk meets each row of every table once, whatever the size of its steps", async ({ store, make }) => {
    const orgIds = [1, 2, 3, 4, 5].map(() => make.orgId());
    const rows = {
      signingKeys: orgIds.map((orgId) => make.signingKey({ orgId })),
      trustedKeys: orgIds.map((orgId) => make.trustedKey({ orgId, revokedAt: later(9) })),
      grants: orgIds.map((parentOrgId) => make.trustGrant({ parentOrgId })),
      signatures: orgIds.map((orgId) => make.signature({ orgId })),
      apiTokens: orgIds.map((orgId) => make.apiToken({ orgId })),
      statements: orgIds.map(() => make.statement()),
      minimumVersions: orgIds.map((orgId) => make.minimumVersion({ orgId })),
    };
    await save(store, rows);
    const walks: Readonly<Record<keyof typeof rows, Walk>> = {
      signingKeys: (one) => one.walkSigningKeys,
      trustedKeys: (one) => one.walkTrustedKeys,
      grants: (one) => one.walkTrustGrants,
      signatures: (one) => one.walkSignatures,
      apiTokens: (one) => one.walkApiTokens,
      statements: (one) => one.walkStatements,
      minimumVersions: (one) => one.walkMinimumVersions,
    };
    for (const [kind, walk] of Object.entries(walks)) {
      const expected = byId<{ readonly id: string }>(rows[kind as keyof typeof rows]);
      for (const limit of [1, 2, 5, 100]) {
        assert.deepEqual(byId(await walkAll(walk(store), limit)), expected, `${kind}, ${limit}`);
      }
    }
  });

  test("what is added behind or before a walk does not make it miss or repeat a row", async ({ store, make }) => {
    const first = [make.signature(), make.signature(), make.signature()];
    await save(store, { signatures: first });
    const { rows, next } = await store.walkSignatures({ after: null, limit: 2 });
    await save(store, { signatures: [make.signature(), make.signature(), make.signature()] });
    const rest = await store.walkSignatures({ after: next!, limit: 100 });
    const met = [...rows, ...rest.rows].map(({ id }) => id);
    assert.equal(new Set(met).size, met.length);
    for (const { id } of first) assert.ok(met.includes(id));
  });
}

async function walkAll(
  walk: (step: Step) => Promise<Chunk<{ readonly id: string }>>,
  limit: number,
): Promise<readonly { readonly id: string }[]> {
  const rows = [];
  let after: string | null = null;
  do {
    const chunk: Chunk<{ readonly id: string }> = await walk({ after, limit });
    assert.ok(chunk.rows.length <= limit);
    rows.push(...chunk.rows);
    after = chunk.next ?? null;
  } while (after !== null);
  return rows;
}
