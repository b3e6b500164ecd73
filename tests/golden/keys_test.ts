import assert from "node:assert/strict";
import { parsePrivateKey } from "../../src/formats/keys/private_key.ts";
import { parsePublicKeys } from "../../src/formats/keys/public_key.ts";

const FINGERPRINT = "03396219237f75a64f12aeb7f39723abf400b160c364980a765dac24aeba2464";

const SEED = "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f";

async function read(name: string): Promise<Uint8Array<ArrayBuffer>> {
  return await Deno.readFile(new URL(`v1/${name}`, import.meta.url));
}

for (const format of ["pem", "der", "raw", "jwk", "ssh"]) {
  Deno.test(`the golden public key is still read from ${format}`, async () => {
    const name = `release.pub.${format}`;
    const keys = await parsePublicKeys(await read(name), name);
    assert.deepEqual(keys.map(({ fingerprint }) => fingerprint), [FINGERPRINT]);
  });
}

for (
  const name of ["release.pem", "release.private.der", "release.private.jwk", "release.private.ssh"]
) {
  Deno.test(`the golden private key is still read from ${name}`, async () => {
    const key = await parsePrivateKey(await read(name), name);
    assert.ok(!key.locked);
    assert.equal(key.seed.toHex(), SEED);
    assert.equal(key.publicKey.fingerprint, FINGERPRINT);
  });
}

Deno.test("the golden encrypted key still opens with its passphrase", async () => {
  const key = await parsePrivateKey(await read("release.encrypted.pem"), "release.encrypted.pem");
  assert.ok(key.locked);
  assert.equal((await key.unlock("golden")).seed.toHex(), SEED);
  await assert.rejects(key.unlock("Golden"), { code: "wrong_passphrase" });
});
