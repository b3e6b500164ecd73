import assert from "node:assert/strict";
import {
  API_ROLES,
  type ApiTokenHash,
  type ApiTokenId,
  type ApiTokenRecord,
} from "../../../src/domain/api_token.ts";
import type { KeyId, OrgId } from "../../../src/domain/ids.ts";
import { CloacinaError } from "../../../src/errors.ts";
import type { Store, StoreReader } from "../../../src/store/store.ts";
import { later } from "../records.ts";
import { change, type ContractTest, refuses, type RegisterTest, save } from "./opened_store.ts";

const ALL = { limit: 100, offset: 0 };

/** API tokens: adding, finding, listing, revoking, and several at once. */
export function apiTokenContract(test: RegisterTest): void {
  test("an API token is found by its hash and by its id", async ({ store, make }) => {
    const [token, other] = [make.apiToken(), make.apiToken()];
    await save(store, { apiTokens: [token, other] });
    for (const row of [token, other]) await requireFound(store, row);
  });

  test("an API token that is not there is null", async ({ store, make }) => {
    await save(store, { apiTokens: [make.apiToken()] });
    const { id, tokenHash } = make.apiToken();
    assert.equal(await store.apiToken(id), null);
    assert.equal(await store.findApiToken(tokenHash), null);
  });

  test("an API token is found by its whole hash only", async ({ store, make }) => {
    const token = make.apiToken();
    await save(store, { apiTokens: [token] });
    const { tokenHash } = token;
    const last = tokenHash.endsWith("0") ? "1" : "0";
    const almost = `${tokenHash.slice(0, -1)}${last}` as ApiTokenHash;
    assert.equal(await store.findApiToken(almost), null);
  });

  test("every role is kept", async ({ store, make }) => {
    const tokens = API_ROLES.map((role) => make.apiToken({ role }));
    await save(store, { apiTokens: tokens });
    for (const token of tokens) await requireFound(store, token);
  });

  test("no limit to keys, no key, one and many are kept apart, in their order", async ({ store, make }) => {
    const keyIds = Array.from({ length: 200 }, () => make.uuid() as KeyId);
    const lists = [null, [], keyIds.slice(0, 1), keyIds, keyIds.toReversed()];
    const tokens = lists.map((keyIds) => make.apiToken({ keyIds }));
    await save(store, { apiTokens: tokens });
    for (const token of tokens) await requireFound(store, token);
    const listing = await store.listApiTokens({ orgId: null, includeRevoked: true }, ALL);
    assert.deepEqual(listing, { rows: oldestFirst(tokens), total: tokens.length });
  });

  test("what an API token may lack is kept as null", async ({ store, make }) => {
    const bare = make.apiToken({ name: null, orgId: null });
    const whole = make.apiToken({
      keyIds: [make.uuid() as KeyId],
      expiresAt: later(1),
      revokedAt: later(2),
    });
    await save(store, { apiTokens: [bare, whole] });
    for (const token of [bare, whole]) await requireFound(store, token);
  });

  test("names and times of API tokens are kept as they are", async ({ store, make }) => {
    const names = ["it's", "", "  spaces  ", "Straße № 5 / ключ", "../../etc", "x".repeat(255)];
    const times = ["1970-01-01T00:00:00.000Z", "2026-01-28T12:00:00.100Z", "9999-12-31T23:59:59Z"];
    const named = names.map((name) => make.apiToken({ name }));
    const timed = times.map((text) => new Date(text)).map((time) =>
      make.apiToken({ createdAt: time, expiresAt: time, revokedAt: time })
    );
    await save(store, { apiTokens: [...named, ...timed] });
    for (const token of [...named, ...timed]) await requireFound(store, token);
  });

  test("an API token that has expired is found all the same", async ({ store, make }) => {
    const token = make.apiToken({ createdAt: later(0), expiresAt: new Date(0) });
    await save(store, { apiTokens: [token] });
    await requireFound(store, token);
  });

  test("an id or a hash that is taken is refused, and its row stays", async ({ store, make }) => {
    const token = make.apiToken();
    await save(store, { apiTokens: [token] });
    const sameId = make.apiToken({ id: token.id });
    const sameHash = make.apiToken({ tokenHash: token.tokenHash });
    for (const other of [sameId, sameHash, token]) {
      await refuses("target_exists", save(store, { apiTokens: [make.apiToken(), other] }));
    }
    await requireFound(store, token);
    assert.equal(await store.findApiToken(sameId.tokenHash), null);
    assert.equal(await store.apiToken(sameHash.id), null);
    assert.equal(await countOf(store), 1);
  });

  test("the hash of a revoked API token is not free", async ({ store, make }) => {
    const token = make.apiToken({ revokedAt: later(1) });
    await save(store, { apiTokens: [token] });
    const again = make.apiToken({ tokenHash: token.tokenHash });
    await refuses("target_exists", save(store, { apiTokens: [again] }));
    await requireFound(store, token);
  });

  test("after a refused API token the same transaction goes on", async ({ store, make }) => {
    const [first, third] = [make.apiToken(), make.apiToken()];
    const second = make.apiToken({ tokenHash: first.tokenHash });
    await change(
      store,
      (writer) => writer.addApiToken(first),
      (writer) => refuses("target_exists", writer.addApiToken(second)),
      (writer) => writer.addApiToken(third),
    );
    for (const token of [first, third]) await requireFound(store, token);
    assert.equal(await store.apiToken(second.id), null);
  });

  test("an API token is revoked once, and no other with it", async ({ store, make }) => {
    const [token, other] = [make.apiToken({ expiresAt: later(9) }), make.apiToken()];
    await save(store, { apiTokens: [token, other] });
    assert.equal(await revoke(store, token.id, 1), true);
    assert.equal(await revoke(store, token.id, 2), false);
    assert.equal(await revoke(store, make.apiToken().id, 2), false);
    await requireFound(store, { ...token, revokedAt: later(1) });
    await requireFound(store, other);
  });

  test("API tokens are listed of one organisation, or all of them", async ({ store, make }) => {
    const [a, b] = [make.orgId(), make.orgId()];
    const tokens = [a, b, null, a].map((orgId, at) =>
      make.apiToken({ orgId, createdAt: later(at) })
    );
    await save(store, { apiTokens: tokens });
    const list = (orgId: OrgId | null) =>
      store.listApiTokens({ orgId, includeRevoked: false }, ALL);
    const ofA = tokens.filter(({ orgId }) => orgId === a);
    assert.deepEqual(await list(a), { rows: ofA, total: 2 });
    assert.deepEqual(await list(b), { rows: [tokens[1]], total: 1 });
    assert.deepEqual(await list(make.orgId()), { rows: [], total: 0 });
    assert.deepEqual(await list(null), { rows: tokens, total: 4 });
  });

  test("revoked API tokens are listed on demand only", async ({ store, make }) => {
    const orgId = make.orgId();
    const active = make.apiToken({ orgId, createdAt: later(1) });
    const token = make.apiToken({ orgId, createdAt: later(2) });
    await save(store, { apiTokens: [active, token] });
    await revoke(store, token.id, 3);
    for (const filter of [{ orgId }, { orgId: null }]) {
      const some = await store.listApiTokens({ ...filter, includeRevoked: false }, ALL);
      assert.deepEqual(some, { rows: [active], total: 1 });
      const all = await store.listApiTokens({ ...filter, includeRevoked: true }, ALL);
      assert.deepEqual(all, { rows: [active, { ...token, revokedAt: later(3) }], total: 2 });
    }
  });

  test("API tokens are listed oldest first, then by id, in pages", async ({ store, make }) => {
    const orgId = make.orgId();
    const times = [5, 3, 3, 3, 900, 1000, 7, 0];
    const tokens = times.map((time) => make.apiToken({ orgId, createdAt: later(time) }));
    await save(store, { apiTokens: [...tokens, make.apiToken()] });
    const ordered = oldestFirst(tokens);
    const filter = { orgId, includeRevoked: true };
    for (const [offset, limit] of [[0, 100], [0, 3], [3, 3], [6, 3], [8, 3], [100, 3], [2, 0]]) {
      const page = { offset: offset ?? 0, limit: limit ?? 0 };
      const { rows, total } = await store.listApiTokens(filter, page);
      assert.deepEqual(rows, ordered.slice(page.offset, page.offset + page.limit));
      assert.equal(total, tokens.length);
    }
  });

  test("API tokens come and go with their transaction", async ({ store, make }) => {
    const [kept, added] = [make.apiToken(), make.apiToken()];
    await save(store, { apiTokens: [kept] });
    const failed = store.transaction(async (writer) => {
      await writer.addApiToken(added);
      await requireFound(writer, added);
      assert.equal(await writer.revokeApiToken(added.id, later(1)), true);
      await requireFound(writer, { ...added, revokedAt: later(1) });
      assert.equal(await writer.revokeApiToken(kept.id, later(1)), true);
      throw new CloacinaError("key_revoked", "the last step fails");
    });
    await refuses("key_revoked", failed);
    assert.equal(await store.apiToken(added.id), null);
    assert.equal(await store.findApiToken(added.tokenHash), null);
    await requireFound(store, kept);
  });

  test("nobody else sees an API token, or its end, before the transaction's", async (context) => {
    const { store, make } = context;
    const [old, token] = [make.apiToken(), make.apiToken()];
    await save(store, { apiTokens: [old] });
    await withAnother(context, async (another) => {
      await store.transaction(async (writer) => {
        await writer.addApiToken(token);
        await writer.revokeApiToken(old.id, later(1));
        for (const reader of [store, another]) {
          assert.equal(await reader.findApiToken(token.tokenHash), null);
          await requireFound(reader, old);
        }
      });
      for (const reader of [store, another]) {
        await requireFound(reader, token);
        await requireFound(reader, { ...old, revokedAt: later(1) });
      }
    });
  });

  test("of eight API tokens of one hash exactly one wins", async (context) => {
    const { store, make } = context;
    const { tokenHash } = make.apiToken();
    const tokens = Array.from({ length: 8 }, () => make.apiToken({ tokenHash }));
    await withAnother(context, async (another) => {
      const outcomes = await Promise.allSettled(tokens.map((token, at) => {
        return save(at % 2 === 0 ? store : another, { apiTokens: [token] });
      }));
      const codes = outcomes.flatMap((outcome) =>
        outcome.status === "rejected" ? [outcome.reason.code] : []
      );
      assert.deepEqual(codes, Array(7).fill("target_exists"));
      const winner = tokens[outcomes.findIndex(({ status }) => status === "fulfilled")];
      assert.deepEqual(await another.findApiToken(tokenHash), winner);
      assert.equal(await countOf(store), 1);
    });
  });

  test("of several ends of an API token at once the first counts", async (context) => {
    const { store, make } = context;
    const token = make.apiToken();
    await save(store, { apiTokens: [token] });
    await withAnother(context, async (another) => {
      const stores = [store, another, store, another];
      const answers = await Promise.all(stores.map((one, at) => revoke(one, token.id, at)));
      assert.deepEqual(answers.filter(Boolean), [true]);
      await requireFound(store, { ...token, revokedAt: later(answers.indexOf(true)) });
    });
  });

  test("readers of API tokens meet each whole while others are added", async (context) => {
    const { store, make } = context;
    const orgId = make.orgId();
    const tokens = Array.from({ length: 16 }, (_, at) => {
      return make.apiToken({ orgId, createdAt: later(at) });
    });
    await withAnother(context, async (another) => {
      let isDone = false;
      const adding = Promise.all(tokens.map((token) => save(store, { apiTokens: [token] })))
        .finally(() => isDone = true);
      do {
        // Some stores read at once, and the writers would never be let in.
        await new Promise((resolve) => setTimeout(resolve, 0));
        const filter = { orgId, includeRevoked: true };
        const { rows, total } = await another.listApiTokens(filter, ALL);
        assert.equal(rows.length, total);
        assert.deepEqual(rows, tokens.filter(({ id }) => rows.some((row) => row.id === id)));
      } while (!isDone);
      await adding;
      for (const token of tokens) await requireFound(another, token);
    });
  });
}

async function requireFound(reader: StoreReader, token: ApiTokenRecord): Promise<void> {
  assert.deepEqual(await reader.apiToken(token.id), token);
  assert.deepEqual(await reader.findApiToken(token.tokenHash), token);
}

async function countOf(store: Store): Promise<number> {
  return (await store.listApiTokens({ orgId: null, includeRevoked: true }, ALL)).total;
}

async function revoke(store: Store, id: ApiTokenId, time: number): Promise<boolean> {
  return await store.transaction((writer) => writer.revokeApiToken(id, later(time)));
}

function oldestFirst(tokens: readonly ApiTokenRecord[]): readonly ApiTokenRecord[] {
  return tokens.toSorted((a, b) =>
    a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1)
  );
}

async function withAnother(
  { openAgain }: ContractTest,
  work: (another: Store) => Promise<void>,
): Promise<void> {
  const another = await openAgain();
  try {
    await work(another);
  } finally {
    await another.close();
  }
}
