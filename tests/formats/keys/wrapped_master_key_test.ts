import assert from "node:assert/strict";
import { scryptSync } from "node:crypto";
import { seal } from "../../../src/crypto/sealing.ts";
import { unwrapMasterKey, wrapMasterKey } from "../../../src/formats/keys/wrapped_master_key.ts";

const key = Uint8Array.from({ length: 32 }, (_, index) => index + 1);
const passphrase = "pässphrase 🔑";

/** Gives bytes that count up, so that salt and nonce are known. */
function counting() {
  let next = 0;
  return (length: number) => Uint8Array.from({ length }, () => next++);
}

const document = await wrapMasterKey(key, passphrase, counting());
const fields = JSON.parse(new TextDecoder().decode(document));

function edited(edit: (fields: Record<string, unknown>) => void): Uint8Array {
  const copy = structuredClone(fields);
  edit(copy);
  return new TextEncoder().encode(JSON.stringify(copy));
}

Deno.test("the document is what any implementation of scrypt and AES-256-GCM makes of it", async () => {
  const salt = Uint8Array.from({ length: 32 }, (_, index) => index);
  const nonce = Uint8Array.from({ length: 12 }, (_, index) => 32 + index);
  const cost = { N: 131072, r: 8, p: 1, maxmem: 2 ** 28 };
  const wrapping = new Uint8Array(scryptSync(passphrase, salt, 32, cost));
  const sealed = await seal(wrapping, nonce, key);
  assert.deepEqual(fields, {
    version: 1,
    scrypt: { N: 131072, r: 8, p: 1 },
    salt: salt.toBase64(),
    nonce: nonce.toBase64(),
    sealed: sealed.subarray(12).toBase64(),
  });
  assert.ok(new TextDecoder().decode(document).endsWith("}\n"));
});

Deno.test("the passphrase opens it, and another is wrong_passphrase", async () => {
  assert.deepEqual(await unwrapMasterKey(document, passphrase, "master-key.json"), key);
  for (const wrong of ["", "passphrase", `${passphrase} `, passphrase.normalize("NFD")]) {
    await assert.rejects(unwrapMasterKey(document, wrong, "master-key.json"), {
      code: "wrong_passphrase",
      message: 'Cannot unlock the master key of "master-key.json": the passphrase is wrong',
    });
  }
});

Deno.test("salt and nonce are fresh each time", async () => {
  const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
  const texts = [await wrapMasterKey(key, "", random), await wrapMasterKey(key, "", random)]
    .map((bytes) => JSON.parse(new TextDecoder().decode(bytes)));
  for (const field of ["salt", "nonce", "sealed"]) {
    assert.notEqual(texts[0][field], texts[1][field]);
  }
});

Deno.test("a changed salt, nonce or ciphertext does not open", async () => {
  for (const field of ["salt", "nonce", "sealed"]) {
    const changed = edited((copy) => {
      const bytes = Uint8Array.fromBase64(copy[field] as string);
      bytes[0]! ^= 1;
      copy[field] = bytes.toBase64();
    });
    await assert.rejects(unwrapMasterKey(changed, passphrase, "x"), { code: "wrong_passphrase" });
  }
});

Deno.test("another document is store_corrupt and says which field, before anything costly is done", async () => {
  const cases: readonly (readonly [string, Uint8Array])[] = [
    ["version", edited((copy) => copy["version"] = 2)],
    ["version", edited((copy) => delete copy["version"])],
    ["scrypt.N", edited((copy) => copy["scrypt"] = { N: 2 ** 30, r: 8, p: 1 })],
    ["scrypt.N", edited((copy) => copy["scrypt"] = { N: 2, r: 8, p: 1 })],
    ["scrypt.r, scrypt.p", edited((copy) => copy["scrypt"] = { N: 2 ** 17, r: 1, p: 99 })],
    ["scrypt", edited((copy) => copy["scrypt"] = { ...fields.scrypt, more: 1 })],
    ["salt", edited((copy) => copy["salt"] = "AAAA")],
    ["nonce", edited((copy) => copy["nonce"] = fields.nonce.replace(/.$/, "="))],
    ["sealed", edited((copy) => copy["sealed"] = 1)],
    ["the document", edited((copy) => copy["more"] = 1)],
    ["the document", new TextEncoder().encode("[]")],
    ["it is not JSON", document.subarray(0, 100)],
    ["it is not JSON", new Uint8Array()],
    ["duplicate key version", new TextEncoder().encode('{"version":1,"version":1}')],
    ["it is not UTF-8", Uint8Array.of(0xff)],
    ["it is over 4 KiB", new Uint8Array(4097).fill(0x20)],
  ];
  for (const [state, bytes] of cases) {
    await assert.rejects(unwrapMasterKey(bytes, passphrase, "master-key.json"), (error) => {
      const { code, message } = error as { code: string; message: string };
      assert.equal(code, "store_corrupt", state);
      assert.ok(message.startsWith('Cannot read the master key of "master-key.json": '), message);
      assert.ok(message.endsWith(state), message);
      return true;
    });
  }
});

Deno.test("what is no master key is not wrapped, and not unwrapped", async () => {
  for (const bad of [new Uint8Array(32), new Uint8Array(31).fill(1)]) {
    await assert.rejects(wrapMasterKey(bad, passphrase, counting()), { code: "invalid_key" });
  }
});
