import assert from "node:assert/strict";
import { CLAIMS_TYPE } from "../../src/domain/statement.ts";
import { PATHS } from "../http/paths.ts";
import { withApi } from "../http/api_kit.ts";

const PAGE = await Deno.readTextFile(new URL("../../docs/statements.md", import.meta.url));

/** The bodies of requests on the page, in its order. */
const BODIES = [...PAGE.matchAll(/^```json\n(.*?)^```$/gms)].map(([, text]) => JSON.parse(text!));

Deno.test("docs/statements.md: the server takes the bodies that the page shows", async () => {
  await withApi(async ({ ask, operations }) => {
    const [toSign, toVerify, ...others] = BODIES;
    assert.deepEqual(others, []);
    const { id } = await operations.keys.generate({
      orgId: toVerify.org_id,
      name: "k",
      trust: true,
    });
    const made = await ask("POST", PATHS.sign.replace(":key_id", id), { body: toSign });
    assert.equal(made.status, 200, made.text);
    const [signature] = made.json.signatures;
    const verified = await ask("POST", PATHS.verify, { body: { ...toVerify, signature } });
    assert.equal(verified.status, 200, verified.text);
    assert.deepEqual(verified.json.signature.statement, signature.statement);
    const later = { ...toVerify, signature, at: toSign.stated.expires_at };
    const expired = await ask("POST", PATHS.verify, { body: later });
    assert.equal(expired.json.code, "signature_expired");
  });
});

Deno.test("docs/statements.md: the type that cosign is told is the one of claims", () => {
  assert.equal(/--type (\S+) workflow\.cloacina$/m.exec(PAGE)?.[1], CLAIMS_TYPE);
});
