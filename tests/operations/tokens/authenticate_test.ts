import assert from "node:assert/strict";
import { formatApiToken } from "../../../src/formats/api_token.ts";
import { authenticate } from "../../../src/operations/tokens/authenticate.ts";
import { assertRefused, type Kit, ORG, withKit } from "../kit.ts";

const EXPIRY = new Date("2026-03-01T00:00:00.000Z");
const request = { orgId: ORG, name: "ci", role: "sign", keyIds: null, expiresAt: EXPIRY } as const;
const nobodys = formatApiToken(new Uint8Array(32));

function at(milliseconds: number) {
  return { now: () => new Date(EXPIRY.getTime() + milliseconds) };
}

/** Whoever shows this text is refused, in these words, which never hold the text. */
async function assertUnknown(
  kit: Kit,
  text: string,
  state: string,
  parts: Partial<Kit["parts"]> = {},
): Promise<void> {
  const work = () => authenticate({ ...kit.parts, ...parts }, text);
  const { message, hint } = await assertRefused(kit, "unauthorized", work);
  assert.deepEqual([message, hint], [`Cannot authenticate: ${state}`, undefined]);
}

Deno.test("whoever shows a token is who it was made for, without its hash; nothing is changed or told", async () => {
  await withKit(async (kit) => {
    const { token, info } = await kit.operations.tokens.create(request);
    kit.takeEvents();
    const before = kit.contents();
    assert.deepEqual(await authenticate(kit.parts, token), info);
    assert.deepEqual(kit.contents(), before);
    assert.deepEqual(kit.takeEvents(), []);
  });
});

Deno.test("a token counts until the very millisecond at which it expires", async () => {
  await withKit(async (kit) => {
    const { token, info } = await kit.operations.tokens.create(request);
    assert.deepEqual(await authenticate({ ...kit.parts, ...at(-1) }, token), info);
    for (const milliseconds of [0, 1, 1e9]) {
      await assertUnknown(kit, token, `the token ${info.id} is expired`, at(milliseconds));
    }
  });
});

Deno.test("a token that does not expire counts for ever", async () => {
  await withKit(async (kit) => {
    const { token, info } = await kit.operations.tokens.create({ ...request, expiresAt: null });
    assert.deepEqual(await authenticate({ ...kit.parts, ...at(1e12) }, token), info);
  });
});

Deno.test("a revocation counts from the next time on, also of a token that has expired", async () => {
  await withKit(async (kit) => {
    const { token, info } = await kit.operations.tokens.create(request);
    await authenticate(kit.parts, token);
    await kit.operations.tokens.revoke({ id: info.id, orgId: null });
    await assertUnknown(kit, token, `the token ${info.id} is revoked`);
    await assertUnknown(kit, token, `the token ${info.id} is revoked`, at(1));
  });
});

Deno.test("a token that nobody made is unknown", async () => {
  await withKit(async (kit) => {
    const { token } = await kit.operations.tokens.create(request);
    const last = token.endsWith("A") ? "E" : "A";
    for (const text of [nobodys, `${token.slice(0, -1)}${last}`]) {
      await assertUnknown(kit, text, "there is no such token");
    }
  });
});

Deno.test("what has not the form of a token is refused before the store is asked", async () => {
  await withKit(async (kit) => {
    const { token, info } = await kit.operations.tokens.create(request);
    const { tokenHash } = (await kit.store.apiToken(info.id))!;
    const store = { ...kit.store, findApiToken: () => Promise.reject(new Error("asked")) };
    const texts = ["", "clk_", info.id, tokenHash, ` ${token}`, `${token}\n`, token.toUpperCase()];
    for (const text of texts) await assertUnknown(kit, text, "it is not an API token", { store });
  });
});

Deno.test("a row that the store finds by another hash is not believed", async () => {
  await withKit(async (kit) => {
    const { info } = await kit.operations.tokens.create(request);
    const row = await kit.store.apiToken(info.id);
    const store = { ...kit.store, findApiToken: () => Promise.resolve(row) };
    await assertUnknown(kit, nobodys, "there is no such token", { store });
  });
});
