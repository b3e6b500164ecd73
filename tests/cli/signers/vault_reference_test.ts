import assert from "node:assert/strict";
import { parseVaultReference } from "../../../src/cli/signers/vault_reference.ts";

Deno.test("the last segment of a reference is the key, and all before it the mount", () => {
  const cases = [
    ["transit/release", { mount: "transit", name: "release", version: null }],
    ["transit/release@3", { mount: "transit", name: "release", version: 3 }],
    ["a/b/transit/my-key.1", { mount: "a/b/transit", name: "my-key.1", version: null }],
  ] as const;
  for (const [text, reference] of cases) assert.deepEqual(parseVaultReference(text), reference);
});

Deno.test("a reference that could mean another path, or none, is refused", () => {
  const refused = [
    ...["", "release", "/release", "transit/", "a//b", "/transit/release", "transit/release/"],
    ...["../keys/release", "transit/..", "transit/./release", "a%2fb/release", "transit/re lease"],
    ...["transit/release?list=true", "transit/release#1", "transit\\release", "transit/ключ"],
    ...["transit/release@", "transit/release@0", "transit/release@01", "transit/release@-1"],
    ...["transit/release@1.5", "transit/release@1@2", "transit/release@latest", "transit/a\n/b"],
    ...["transit/release@9999999999", `transit/${"a".repeat(129)}`],
  ];
  for (const text of refused) {
    assert.throws(() => parseVaultReference(text), { code: "invalid_request" }, text);
  }
  assert.throws(() => parseVaultReference(""), {
    message: 'Cannot open the key "vault:": it does not say where the transit engine is mounted',
  });
});
