import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { openAuditLog } from "../../src/files/audit_log.ts";
import { verifyAuditLog } from "../../src/files/verify_audit_log.ts";
import { parseAuditSeal, serializeAuditSeal } from "../../src/formats/audit/audit_seal.ts";
import { parsePublicKeys } from "../../src/formats/keys/public_key.ts";
import { sealAuditLog } from "../../src/operations/audit/seal.ts";
import { verifySeal } from "../../src/operations/audit/verify_seal.ts";
import { fileSigner } from "../../src/operations/signer.ts";

const GOLDEN = fileURLToPath(new URL("v1/audit.log", import.meta.url));

/** SHA-256 of the last line. The log has tokens as they were told before they had fields of their own. */
const HEAD = "3c81155a5035e1496defa221af85efba351b9a5f71225dfe6992caad260ee808";

Deno.test("the golden audit log still verifies", async () => {
  const report = await verifyAuditLog([GOLDEN]);
  const { lines, head, halfWritten, isTorn, faults } = report;
  assert.deepEqual({ lines, head, isTorn, faults }, {
    lines: 7,
    head: HEAD,
    isTorn: false,
    faults: [],
  });
  assert.deepEqual(halfWritten, [{ file: GOLDEN, line: 6 }]);
});

Deno.test("the golden audit log is gone on with", async () => {
  const folder = await Deno.makeTempDir({ prefix: "cloacina-golden-" });
  try {
    const path = `${folder}/audit.log`;
    await Deno.copyFile(GOLDEN, path);
    await openAuditLog(path, () => new Date()).append([{ type: "api.started" }], "alice");
    const { lines, faults } = await verifyAuditLog([path]);
    assert.deepEqual([lines, faults], [8, []]);
    const text = await Deno.readTextFile(path);
    assert.equal(JSON.parse(text.trimEnd().split("\n").at(-1)!).previous, HEAD);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

async function read(name: string): Promise<Uint8Array<ArrayBuffer>> {
  return await Deno.readFile(new URL(`v1/${name}`, import.meta.url));
}

Deno.test("the golden seal still verifies", async () => {
  const seal = parseAuditSeal(await read("audit.log.seal"), "audit.log.seal");
  const source = "release.pub.pem";
  const publicKeys = await parsePublicKeys(await read(source), source);
  const trusted = publicKeys.map((publicKey) => ({ publicKey, source }));
  assert.equal(await verifySeal("audit.log.seal", seal, trusted), trusted[0]);
  assert.deepEqual([seal.head, seal.lines], [HEAD, 7]);
});

Deno.test("this version writes the golden seal byte for byte", async () => {
  const key = await fileSigner(Uint8Array.from({ length: 32 }, (_, index) => 0x40 + index));
  const report = await verifyAuditLog([GOLDEN]);
  const seal = await sealAuditLog(key, report, () => new Date("2026-01-28T12:00:00Z"));
  const golden = new TextDecoder().decode(await read("audit.log.seal"));
  assert.equal(serializeAuditSeal(seal), golden);
});
