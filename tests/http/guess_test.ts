import assert from "node:assert/strict";
import type { ApiTokenId } from "../../src/domain/api_token.ts";
import type { KeyId } from "../../src/domain/ids.ts";
import { CloacinaError } from "../../src/errors.ts";
import { type ApiKit, type Asked, createApi, withApi } from "./api_kit.ts";
import { CHILD, idBytes, ORG, testHash, testKey } from "../operations/kit.ts";

// A server begins to sign for the token and with the key as it last saw them, and looks at both in the transaction.

/** An API that has signed already, so that it begins the next request with a guess. */
interface Warm extends ApiKit {
  readonly keyId: KeyId;
  readonly tokenId: ApiTokenId;
  readonly sign: (store: boolean) => Promise<Asked>;
}

async function withWarmApi(body: (warm: Warm) => Promise<void>): Promise<void> {
  await withApi(async (kit) => {
    const generated = { orgId: ORG, name: "release", trust: true };
    const { id: keyId } = await kit.operations.keys.generate(generated);
    const wish = { name: null, role: "sign", keyIds: [keyId], expiresAt: null } as const;
    const { token, info } = await kit.operations.tokens.create({ orgId: ORG, ...wish });
    const sign = (store: boolean) =>
      kit.ask("POST", `/v1/signing-keys/${keyId}/signatures`, {
        token,
        body: { package_hash: testHash(1), store },
      });
    assert.equal((await sign(false)).status, 200);
    kit.takeEvents();
    await body({ ...kit, keyId, tokenId: info.id, sign });
  });
}

/** The answer to a request that guessed wrong, and the lines that it wrote. */
interface Refusal {
  readonly what: string;
  readonly change: (warm: Warm) => unknown;
  readonly status: number;
  readonly code: string;
  readonly lines: readonly string[];
}

const setToken = (column: string, value: string) => ({ sql, tokenId }: Warm) =>
  sql(`UPDATE cloacina_api_tokens SET ${column} = ${value} WHERE id = ?`, idBytes(tokenId));

const setKey = (column: string, value: string) => ({ sql, keyId }: Warm) =>
  sql(`UPDATE signing_keys SET ${column} = ${value} WHERE id = ?`, idBytes(keyId));

const OTHER_PUBLIC_KEY = (await testKey(2)).publicKey.bytes.toHex();

const REFUSALS: readonly Refusal[] = [
  {
    what: "a token that was revoked",
    change: ({ operations, tokenId }) => operations.tokens.revoke({ id: tokenId, orgId: null }),
    ...{ status: 401, code: "unauthorized", lines: ["api_token.refused"] },
  },
  {
    what: "a token that has expired",
    change: setToken("expires_at", "'2026-01-01T00:00:00+00:00'"),
    ...{ status: 401, code: "unauthorized", lines: ["api_token.refused"] },
  },
  {
    what: "a token whose text is another one",
    change: setToken("token_hash", `'${"0".repeat(64)}'`),
    ...{ status: 401, code: "unauthorized", lines: ["api_token.refused"] },
  },
  {
    what: "a token that is gone",
    change: ({ sql }) => sql("DELETE FROM cloacina_api_tokens"),
    ...{ status: 401, code: "unauthorized", lines: ["api_token.refused"] },
  },
  {
    what: "a token that may only read",
    change: setToken("role", "'read'"),
    ...{ status: 403, code: "insufficient_permissions", lines: ["api_token.refused"] },
  },
  {
    what: "a token of another organisation",
    change: setToken("org_id", `x'${CHILD.replaceAll("-", "")}'`),
    ...{ status: 404, code: "key_not_found", lines: [] },
  },
  {
    what: "a token for other keys",
    change: setToken("key_ids", `'["${crypto.randomUUID()}"]'`),
    ...{ status: 403, code: "insufficient_permissions", lines: ["api_token.refused"] },
  },
  {
    what: "a key that was revoked",
    change: ({ operations, keyId }) =>
      operations.keys.revoke({
        reference: { text: `id:${keyId}`, orgId: ORG },
        ...{ andTrust: false, dryRun: false },
      }),
    ...{ status: 409, code: "key_revoked", lines: ["package.sign.failure"] },
  },
  {
    what: "a key of another organisation",
    change: setKey("org_id", `x'${CHILD.replaceAll("-", "")}'`),
    ...{ status: 404, code: "key_not_found", lines: [] },
  },
  {
    what: "a key with another seed",
    change: setKey("encrypted_private_key", "zeroblob(60)"),
    ...{ status: 403, code: "wrong_master_key", lines: ["package.sign.failure"] },
  },
  {
    what: "a key with another public key",
    change: setKey("public_key", `x'${OTHER_PUBLIC_KEY}'`),
    ...{ status: 500, code: "key_integrity", lines: ["package.sign.failure"] },
  },
];

for (const { what, change, status, code, lines } of REFUSALS) {
  for (const store of [false, true]) {
    const how = store ? "stores" : "makes";
    Deno.test(`a server that has signed ${how} no signature for ${what}, and tells of it once`, () =>
      withWarmApi(async (warm) => {
        await change(warm);
        warm.takeEvents();
        const before = warm.contents();
        for (let time = 0; time < 2; time++) {
          const answer = await warm.sign(store);
          assert.deepEqual([answer.status, answer.json.code], [status, code], answer.text);
          assert.deepEqual(warm.takeEvents().map(({ type }) => type), lines);
        }
        assert.deepEqual(warm.contents(), before);
      }));
  }
}

Deno.test("a token and a key whose rows are others, but good ones, sign with what they are now", () =>
  withWarmApi(async (warm) => {
    await setToken("name", "'renamed'")(warm);
    await setKey("key_name", "'renamed'")(warm);
    const answer = await warm.sign(true);
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.json.key.name, "renamed");
    assert.deepEqual(warm.takeEvents().map(({ type, name }) => [type, name]), [
      ["package.signed", "renamed"],
    ]);
  }));

Deno.test("a request that guesses is not repeated where the store fails, and its failure is told", () =>
  withApi(async (kit) => {
    let holds = 0;
    let isDown = false;
    const store = {
      ...kit.store,
      holding: ((...given) => {
        holds += 1;
        const error = new CloacinaError("store_unavailable", "Cannot access it: no");
        return isDown ? Promise.reject(error) : kit.store.holding(...given);
      }) as typeof kit.store.holding,
    };
    const { ask, operations } = createApi({ ...kit.parts, store });
    const { id } = await operations.keys.generate({ orgId: ORG, name: "release", trust: true });
    const wish = { name: null, role: "sign", keyIds: null, expiresAt: null } as const;
    const { token, info } = await operations.tokens.create({ orgId: ORG, ...wish });
    const body = { package_hash: testHash(1) };
    const sign = () => ask("POST", `/v1/signing-keys/${id}/signatures`, { token, body });
    assert.equal((await sign()).status, 200);
    kit.takeEvents();
    [holds, isDown] = [0, true];
    assert.equal((await sign()).status, 503);
    assert.equal(holds, 1);
    assert.deepEqual(kit.takeEvents().map(({ type }) => type), ["package.sign.failure"]);
    // Whoever is not let in is told that, and not what failed; and is looked up first from then on.
    await operations.tokens.revoke({ id: info.id, orgId: null });
    kit.takeEvents();
    assert.equal((await sign()).status, 401);
    assert.deepEqual(kit.takeEvents().map(({ type }) => type), [
      "package.sign.failure",
      "api_token.refused",
    ]);
    holds = 0;
    assert.equal((await sign()).status, 401);
    assert.equal(holds, 0);
  }));

for (const store of [false, true]) {
  const how = store ? "stored" : "not stored";
  Deno.test(`of requests at the same time that are ${how}, those with a revoked token are refused, and they alone`, () =>
    withApi(async (kit) => {
      const generated = { orgId: ORG, name: "release", trust: true };
      const { id } = await kit.operations.keys.generate(generated);
      const wish = { name: null, role: "sign", keyIds: null, expiresAt: null } as const;
      const tokens = [];
      for (let count = 0; count < 2; count++) {
        tokens.push(await kit.operations.tokens.create({ orgId: ORG, ...wish }));
      }
      const sign = (token: string, number: number) => {
        const body = { package_hash: testHash(number), store };
        return kit.ask("POST", `/v1/signing-keys/${id}/signatures`, { token, body });
      };
      for (const { token } of tokens) assert.equal((await sign(token, 1)).status, 200);
      const [good, revoked] = tokens as [typeof tokens[number], typeof tokens[number]];
      await kit.operations.tokens.revoke({ id: revoked.info.id, orgId: null });
      kit.takeEvents();
      const numbers = [2, 3, 4, 5, 6, 7, 8, 9];
      const answers = await Promise.all(
        numbers.flatMap((number) => [sign(good.token, number), sign(revoked.token, 100 + number)]),
      );
      assert.deepEqual(
        answers.map(({ status }) => status),
        numbers.flatMap(() => [200, 401]),
      );
      const hashes = (rows: readonly { readonly packageHash?: string }[]) =>
        rows.map(({ packageHash }) => packageHash).toSorted();
      const signed = numbers.map(testHash).toSorted();
      const told = kit.takeEvents();
      assert.deepEqual(hashes(told.filter(({ type }) => type === "package.signed")), signed);
      const others = told.filter(({ type }) => type !== "package.signed");
      assert.deepEqual(others.map(({ type }) => type), numbers.map(() => "api_token.refused"));
      const filter = { orgId: ORG, fingerprint: null };
      const { rows } = await kit.store.listSignatures(filter, { limit: 100, offset: 0 });
      assert.deepEqual(hashes(rows), store ? [testHash(1), ...signed] : []);
    }));
}
