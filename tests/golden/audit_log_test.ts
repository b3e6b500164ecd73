import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { openAuditLog } from "../../src/files/audit_log.ts";
import { verifyAuditLog } from "../../src/files/verify_audit_log.ts";

const GOLDEN = fileURLToPath(new URL("v1/audit.log", import.meta.url));

/** SHA-256 of the last line. The log has tokens as they were told before they had fields of their own. */
const HEAD = "3c81155a5035e1496defa221af85efba351b9a5f71225dfe6992caad260ee808";

Deno.test("the golden audit log still verifies", async () => {
  assert.deepEqual(await verifyAuditLog(GOLDEN), {
    lines: 7,
    tailHash: HEAD,
    halfWritten: [6],
    faults: [],
    isCutOff: false,
  });
});

Deno.test("the golden audit log is gone on with", async () => {
  const folder = await Deno.makeTempDir({ prefix: "cloacina-golden-" });
  try {
    const path = `${folder}/audit.log`;
    await Deno.copyFile(GOLDEN, path);
    await openAuditLog(path, () => new Date()).append([{ type: "api.started" }], "alice");
    const { lines, faults } = await verifyAuditLog(path);
    assert.deepEqual([lines, faults], [8, []]);
    const text = await Deno.readTextFile(path);
    assert.equal(JSON.parse(text.trimEnd().split("\n").at(-1)!).previous, HEAD);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
