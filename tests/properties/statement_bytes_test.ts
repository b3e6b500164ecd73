import assert from "node:assert/strict";
import fc from "fast-check";
import type { PackageHash } from "../../src/domain/package_hash.ts";
import type { PackageSignature } from "../../src/domain/signature.ts";
import { NO_DEMANDS } from "../../src/domain/statement.ts";
import { parseDetachedSignature } from "../../src/formats/signature/detached_signature.ts";
import { serializeDetachedSignature } from "../../src/formats/signature/serialize_detached_signature.ts";
import { judgeStatement } from "../../src/operations/package/judge_statement.ts";
import { signStating } from "../../src/operations/package/sign.ts";
import { verifyPackage } from "../../src/operations/package/verify.ts";
import { CloacinaError } from "../../src/errors.ts";
import { TEST_KEYS, testHash } from "../operations/kit.ts";

const [key] = TEST_KEYS;
const HASH: PackageHash = testHash(7);
const NOW = new Date("2026-01-28T12:00:00Z");
const hashed = { name: '"pkg"', hash: HASH };
const signature = await signStating(key.signer, {
  hash: HASH,
  terms: { claims: { name: "pkg", version: "1.2.0" }, expires: null, predicate: null },
}, () => NOW);
const FILE = new TextEncoder().encode(serializeDetachedSignature(signature));
const START = serializeDetachedSignature(signature).indexOf('"statement"');

/** What a file states where it passes; null where it is refused as any other bad signature. */
async function statedBy(bytes: Uint8Array): Promise<PackageSignature["statement"] | null> {
  try {
    const read = parseDetachedSignature(bytes, "pkg.sig");
    const trusted = [{ publicKey: key.publicKey, source: "key.pub.pem" }];
    const { publicKey } = await verifyPackage(hashed, read, trusted);
    const demands = { ...NO_DEMANDS, isRequired: true };
    await judgeStatement(hashed, { signature: read, publicKey, demands, now: NOW });
    return read.statement;
  } catch (error) {
    assert(error instanceof CloacinaError, String(error));
    return null;
  }
}

Deno.test("a file with a statement reads back as it was written", () => {
  const read = parseDetachedSignature(FILE, "pkg.sig");
  assert.deepEqual(read, signature);
  assert.deepEqual(new TextEncoder().encode(serializeDetachedSignature(read)), FILE);
});

Deno.test("property: no byte of an envelope can be changed so that something else is stated", async () => {
  const place = fc.integer({ min: START, max: FILE.length - 1 });
  await fc.assert(
    fc.asyncProperty(place, fc.nat(255), async (at, byte) => {
      const changed = FILE.slice();
      changed[at] = byte;
      const stated = await statedBy(changed);
      // What passes is a change of white space, or in the key ID, which is a hint.
      if (stated !== null) assert.deepEqual(stated, signature.statement);
    }),
    { numRuns: 1000 },
  );
});

Deno.test("every changed character of the payload and of its signature is refused", async () => {
  const text = new TextDecoder().decode(FILE);
  for (const { index, 0: value } of text.matchAll(/(?<="(payload|sig)": ")[^"]+/g)) {
    for (let at = index; at < index + value.length; at++) {
      const changed = FILE.slice();
      changed[at] = changed[at] === 0x41 ? 0x42 : 0x41;
      assert.equal(await statedBy(changed), null, `${at}`);
    }
  }
});
