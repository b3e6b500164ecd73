import assert from "node:assert/strict";
import { RELEASE_KEY_NAME } from "../../scripts/release/release_files.ts";
import { fingerprintOf } from "../../src/domain/fingerprint.ts";

const ROOT = new URL("../../", import.meta.url);

/** The fingerprint of the release key; null while the repository has none. */
async function releaseFingerprint(): Promise<string | null> {
  try {
    const pem = await Deno.readTextFile(new URL(RELEASE_KEY_NAME, ROOT));
    // The last 32 bytes of a public key in this encoding are the key itself.
    return fingerprintOf(Uint8Array.fromBase64(pem.replace(/-----.*-----|\s/g, "")).slice(-32));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

Deno.test("README and SECURITY.md have the fingerprint of the release key, or say that there is none", async () => {
  const fingerprint = await releaseFingerprint();
  for (const page of ["README.md", "SECURITY.md"]) {
    const text = (await Deno.readTextFile(new URL(page, ROOT))).replaceAll(/\s+/g, " ");
    assert.equal(text.includes("there is no release key yet"), fingerprint === null, page);
    if (fingerprint !== null) assert.ok(text.includes(fingerprint), page);
  }
});
