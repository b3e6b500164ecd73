import assert from "node:assert/strict";
import type { KeyId } from "../../../src/domain/ids.ts";
import { formatApiToken, hashApiToken } from "../../../src/formats/api_token.ts";
import { createApiToken } from "../../../src/operations/tokens/create.ts";
import { assertRefused, CHILD, type Kit, ORG, testKey, withKit } from "../kit.ts";

const NOW = new Date("2026-01-28T12:00:00.500Z");
const request = { orgId: ORG, name: "ci", role: "sign", keyIds: null, expiresAt: null } as const;

function create(kit: Kit, given: Partial<Parameters<typeof createApiToken>[1]> = {}) {
  return createApiToken({ ...kit.parts, now: () => NOW }, { ...request, ...given });
}

async function addKey({ operations }: Kit, orgId: typeof ORG, name: string): Promise<KeyId> {
  const { id } = await operations.keys.generate({ orgId, name, trust: false });
  return id;
}

Deno.test("a token is its random bytes, and its row has the hash of its text alone", async () => {
  await withKit(async ({ parts, store }) => {
    const random = (length: number) => new Uint8Array(length).fill(7);
    const { token, info } = await createApiToken({ ...parts, random, now: () => NOW }, request);
    assert.equal(token, formatApiToken(random(32)));
    assert.deepEqual(info, {
      id: info.id,
      name: "ci",
      orgId: ORG,
      role: "sign",
      keyIds: null,
      createdAt: NOW,
      expiresAt: null,
      revokedAt: null,
      status: "active",
    });
    const tokenHash = hashApiToken(token);
    const { status: _, ...row } = { ...info, tokenHash };
    assert.deepEqual(await store.apiToken(info.id), row);
  });
});

Deno.test("every role is made, for one organisation or for all, and told with its role", async () => {
  for (const role of ["read", "sign", "admin"] as const) {
    for (const orgId of [ORG, null]) {
      await withKit(async (kit) => {
        const { info } = await create(kit, { role, orgId });
        assert.deepEqual([info.role, info.orgId], [role, orgId]);
        assert.deepEqual(kit.takeEvents(), [{
          type: "api_token.created",
          ...(orgId !== null && { orgId }),
          tokenId: info.id,
          tokenName: "ci",
          role,
        }]);
      });
    }
  }
});

Deno.test("the text of a token is in no event and in no row, and its bytes are wiped", async () => {
  await withKit(async (kit) => {
    const { token } = await create(kit, { name: null });
    const kept = JSON.stringify([kit.written, kit.contents()]);
    assert.ok(kept.includes(hashApiToken(token)));
    assert.ok(!kept.includes(token.slice(4)));
    assert.ok(!JSON.stringify(kit.written).includes(hashApiToken(token)));
    assert.deepEqual(kit.secrets, [new Uint8Array(32)]);
    assert.deepEqual(Object.keys(kit.takeEvents()[0]!), ["type", "orgId", "tokenId", "role"]);
  });
});

Deno.test("what a token is limited to is told in its event: its keys, and when it expires", async () => {
  await withKit(async (kit) => {
    const keyIds = [await addKey(kit, ORG, "one"), await addKey(kit, ORG, "two")];
    const expiresAt = new Date("2026-02-28T12:00:00.070Z");
    kit.takeEvents();
    const { info } = await create(kit, { keyIds, expiresAt });
    const told = { orgId: ORG, tokenId: info.id, tokenName: "ci", role: "sign", keyIds, expiresAt };
    await kit.operations.tokens.revoke({ id: info.id, orgId: ORG });
    assert.deepEqual(kit.takeEvents(), [
      { type: "api_token.created", ...told },
      { type: "api_token.revoked", ...told },
    ]);
  });
});

Deno.test("a token expires after now, to the millisecond, or is not made", async () => {
  await withKit(async (kit) => {
    const at = (milliseconds: number) => new Date(NOW.getTime() + milliseconds);
    for (const expiresAt of [at(0), at(-1), new Date(0)]) {
      const { message } = await assertRefused(
        kit,
        "invalid_request",
        () => create(kit, { expiresAt }),
      );
      assert.equal(message, "Cannot create the token: it would already have expired");
    }
    assert.deepEqual((await create(kit, { expiresAt: at(1) })).info.expiresAt, at(1));
  });
});

Deno.test("an expiry that no store could give back is invalid_request", async () => {
  await withKit(async (kit) => {
    const last = new Date("9999-12-31T23:59:59.999Z");
    for (const expiresAt of [new Date(last.getTime() + 1), new Date(8.64e15), new Date(NaN)]) {
      const work = () => create(kit, { expiresAt });
      const { message } = await assertRefused(kit, "invalid_request", work);
      assert.equal(message, "Cannot create the token: it would expire after the year 9999");
    }
    const { info } = await create(kit, { expiresAt: last });
    assert.deepEqual((await kit.store.apiToken(info.id))?.expiresAt, last);
  });
});

Deno.test("a token is limited to 1 to 100 signing keys, each of them once, and in the role sign", async () => {
  await withKit(async (kit) => {
    const [one, two] = [await addKey(kit, ORG, "one"), await addKey(kit, ORG, "two")];
    const { info } = await create(kit, { keyIds: [two, one, two] });
    assert.deepEqual(info.keyIds, [two, one]);
    const tooMany = Array.from({ length: 101 }, () => one);
    for (const keyIds of [[], tooMany]) {
      const error = await assertRefused(kit, "invalid_request", () => create(kit, { keyIds }));
      assert.match(error.message, /: it can be limited to 1 to 100 signing keys$/);
    }
    assert.deepEqual((await create(kit, { keyIds: tooMany.slice(1) })).info.keyIds, [one]);
    for (const role of ["read", "admin"] as const) {
      const work = () => create(kit, { role, keyIds: [one] });
      const { message } = await assertRefused(kit, "invalid_request", work);
      assert.match(message, /: only the role sign can be limited to signing keys$/);
    }
  });
});

Deno.test("a key of another organisation is refused in the same words as one that is nowhere", async () => {
  await withKit(async (kit) => {
    const theirs = await addKey(kit, CHILD, "theirs");
    const nowhere = crypto.randomUUID() as string as KeyId;
    const messages = [];
    for (const id of [theirs, nowhere]) {
      const work = () => create(kit, { keyIds: [id] });
      const { message, hint } = await assertRefused(kit, "key_not_found", work);
      messages.push(`${message} ${hint}`.replace(id, "ID"));
    }
    assert.equal(messages[0], messages[1]);
    const { info } = await create(kit, { keyIds: [theirs], orgId: null });
    assert.deepEqual(info.keyIds, [theirs]);
  });
});

Deno.test("a key that is revoked is key_revoked", async () => {
  await withKit(async (kit) => {
    const id = await addKey(kit, ORG, "old");
    const reference = { text: id, orgId: ORG };
    await kit.operations.keys.revoke({ reference, andTrust: false, dryRun: false });
    await assertRefused(kit, "key_revoked", () => create(kit, { keyIds: [id] }));
  });
});

Deno.test("a bad name is invalid_request", async () => {
  await withKit(async (kit) => {
    for (const name of ["", "two\nlines", "x".repeat(256)]) {
      await assertRefused(kit, "invalid_request", () => create(kit, { name }));
    }
  });
});

Deno.test("what is refused tells nothing, and makes no random bytes before it is sure", async () => {
  await withKit(async (kit) => {
    await assertRefused(kit, "invalid_request", () => create(kit, { expiresAt: NOW }));
    const keyIds = [(await testKey(1)).publicKey.fingerprint as string as KeyId];
    await assertRefused(kit, "key_not_found", () => create(kit, { keyIds }));
    assert.deepEqual([kit.takeEvents(), kit.secrets], [[], []]);
  });
});

Deno.test("where the audit log cannot be written, no token is made", async () => {
  await withKit(async (kit) => {
    kit.breakAudit();
    await assertRefused(kit, "io_failed", () => create(kit));
    assert.deepEqual(kit.secrets, [new Uint8Array(32)]);
  });
});
