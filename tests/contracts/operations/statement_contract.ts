import assert from "node:assert/strict";
import type { StatementTerms } from "../../../src/domain/statement.ts";
import { formatApiToken } from "../../../src/formats/api_token.ts";
import { PRIVATE_PEM } from "../../testkit/sample_keys.ts";
import { ORG, TEST_KEYS, testHash } from "../../operations/kit.ts";
import { putKey, putTrust, refuses, type RegisterTest } from "./opened_operations.ts";
import { ANY_STATEMENT, TERMS, VERDICTS } from "./stated_terms.ts";

const [key] = TEST_KEYS;
const reference = { text: "key", orgId: ORG } as const;
const hash = testHash(3);
const TOKEN = formatApiToken(new Uint8Array(32));

/** What a signature states, wherever the key is. */
export function statementContract(test: RegisterTest): void {
  test("a key that stays where it is signs a statement, which is then required", async (opened) => {
    const { operations } = opened;
    await putKey(opened, key, { name: "key" });
    await putTrust(opened, key, { name: "vendor" });
    const { signatures: [signature] } = await operations.package.sign({
      ...{ reference, hashes: [hash], store: false },
      terms: TERMS,
    });
    const given = { orgId: ORG, name: '"pkg.so"', hash, signature: signature! };
    for (const [demands, code] of VERDICTS) {
      const verdict = operations.package.verify({ ...given, demands });
      if (code !== null) await assert.rejects(verdict, { code }, JSON.stringify(demands));
      else assert.deepEqual((await verdict).signature, signature);
    }
    const { statement: _, ...bare } = signature!;
    const without = { ...given, signature: bare, demands: ANY_STATEMENT };
    await assert.rejects(operations.package.verify(without), { code: "claim_mismatch" });
  });

  test("what was meant otherwise, or is a secret, is not signed, nor told to be", async (opened) => {
    await putKey(opened, key, { name: "key" });
    const { predicate } = TERMS;
    const predicateOf = (value: unknown) => ({ ...predicate, json: JSON.stringify(value) });
    const refused: readonly (readonly [Partial<StatementTerms>, RegExp])[] = [
      [{ expires: new Date("2001-01-01T00:00:00Z") }, /it has expired already$/],
      [{ claims: { expires: "90d" } }, /a claim does not let the signature expire$/],
      [{ claims: { expires_at: "2300-01-01" } }, /a claim does not let the signature expire$/],
      [{ claims: { token: TOKEN } }, /it holds an API token$/],
      [{ predicate: predicateOf({ env: { TOKEN } }) }, /it holds an API token$/],
      [{ predicate: predicateOf({ pem: PRIVATE_PEM }) }, /it holds a private key$/],
      [{ predicate: { ...predicate, type: `https://h/?t=${TOKEN}` } }, /it holds an API token$/],
    ];
    for (const [given, state] of refused) {
      for (const store of [false, true]) {
        const terms = { ...TERMS, ...given };
        const sign = () =>
          opened.operations.package.sign({ reference, hashes: [hash], store, terms });
        const { message } = await refuses(opened, "invalid_request", sign);
        assert.match(message, state);
        assert.deepEqual(opened.takeEvents(), []);
      }
    }
  });

  test("a port before a ref is no password", async (opened) => {
    await putKey(opened, key, { name: "key" });
    const json = '{"uri": "https://example.com:8443/a@main"}';
    const terms = { ...TERMS, predicate: { ...TERMS.predicate, json } };
    const { signatures } = await opened.operations.package.sign({
      ...{ reference, hashes: [hash], store: false },
      terms,
    });
    assert.equal(signatures.length, 1);
  });

  test("nothing is not stated", async (opened) => {
    await putKey(opened, key, { name: "key" });
    const terms = { claims: {}, expires: null, predicate: null };
    for (const store of [false, true]) {
      const sign = () =>
        opened.operations.package.sign({ reference, hashes: [hash], store, terms });
      const { message } = await refuses(opened, "invalid_request", sign);
      assert.match(message, /it states nothing$/);
    }
  });
}
