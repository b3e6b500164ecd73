import assert from "node:assert/strict";
import type { PackageHash } from "../../src/domain/package_hash.ts";
import type { StatementTerms } from "../../src/domain/statement.ts";
import { signStating } from "../../src/operations/package/sign.ts";
import { toStatementRecords } from "../../src/operations/signatures/statement_record.ts";
import { ORG, putSignature, testKey } from "../operations/kit.ts";
import { withApi } from "./api_kit.ts";
import { PATHS } from "./paths.ts";
import { signatureBody } from "./signature_body.ts";

const KEY = await testKey(7);

const LONG: StatementTerms = {
  claims: {},
  expires: null,
  predicate: {
    type: "https://example.com/long",
    json: JSON.stringify({ padding: "x".repeat(31 * 1024) }),
  },
};

/** Together they are longer than what an answer has room for; the first sixty are not. */
const SIGNATURES = await Promise.all(
  Array.from({ length: 70 }, (_, at) => {
    const hash = `${at}`.padStart(64, "0") as PackageHash;
    return signStating(KEY.signer, { hash, terms: LONG }, () => new Date("2026-01-28T12:00:00Z"));
  }),
);

Deno.test("where what was stated before has no room in an answer, nothing is signed or imported", async () => {
  await withApi(async (kit) => {
    const { ask, operations, store } = kit;
    const { id } = await operations.keys.import({
      ...{ orgId: ORG, name: "key", trust: true },
      seed: KEY.seed.slice(),
    });
    const [fresh, ...before] = SIGNATURES;
    for (const signature of before) putSignature(kit, signature);
    const statements = toStatementRecords(kit.parts, before);
    await store.transaction((writer) => writer.saveStatements(statements));
    const sign = (count: number) => {
      const hashes = SIGNATURES.slice(0, count).map(({ packageHash }) => packageHash);
      const body = { package_hashes: hashes, store: true };
      return ask("POST", PATHS.sign.replace(":key_id", id), { body });
    };
    const load = (count: number) => {
      // What is stated is not sent again.
      const bare = SIGNATURES.slice(0, count).map(({ statement: _, ...signature }) => signature);
      const signatures = bare.map(signatureBody);
      return ask("POST", PATHS.signatures, { body: { org_id: ORG, signatures } });
    };
    for (const { status, json } of [await sign(70), await load(70)]) {
      assert.equal(status, 400);
      assert.match(json.error, /^Cannot store 70 signatures together: /);
      assert.equal(json.hint, "do it in several calls");
      assert.deepEqual(await store.signaturesOf(fresh!.packageHash), []);
    }
    for (const { json: { items, signatures = items } } of [await sign(60), await load(60)]) {
      assert.equal(signatures.length, 60);
      const isStated = signatures.map(({ statement }: { statement?: unknown }) =>
        statement !== undefined
      );
      assert.deepEqual(isStated, [false, ...Array(59).fill(true)]);
    }
  });
});
