import assert from "node:assert/strict";
import { mostTelling } from "../../src/domain/verification_failure.ts";
import { CloacinaError, type ErrorCode } from "../../src/errors.ts";

Deno.test("the failure that says most is chosen, whatever the order; a store that fails comes first", () => {
  const codes: readonly ErrorCode[] = [
    ...["store_unavailable", "key_integrity", "package_tampered"] as const,
    ...["invalid_signature", "key_revoked", "untrusted_signer"] as const,
  ];
  for (const [index, code] of codes.entries()) {
    const rest = codes.slice(index).map((one) => new CloacinaError(one, one));
    assert.equal(mostTelling(rest).code, code);
    assert.equal(mostTelling(rest.toReversed()).code, code);
  }
});

Deno.test("of equals, the first", () => {
  const failures = ["a", "b"].map((text) => new CloacinaError("untrusted_signer", text));
  assert.equal(mostTelling(failures), failures[0]);
});
