import assert from "node:assert/strict";
import { pbkdf2Key, scryptKey, scryptMemory } from "../../src/crypto/key_derivation.ts";
import { utf8 } from "../testkit/key_bytes.ts";

/** RFC 7914, section 12, but for the vector that takes a gigabyte; each cut to its first bytes. */
const SCRYPT = [
  ["", "", [16, 1, 1], "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"],
  ["password", "NaCl", [1024, 8, 16], "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830"],
  ["pleaseletmein", "SodiumChloride", [16384, 8, 1], "7023bdcb3afd7348461c06cd81fd38eb"],
] as const;

/** RFC 6070; RFC 7914, section 11, cut to 32 bytes; and for the other digests `openssl kdf` 3.0. */
const PBKDF2 = [
  ["password", "salt", 1, "sha1", "0c60c80f961f0e71f3a9b524af6012062fe037a6"],
  ["password", "salt", 4096, "sha1", "4b007901b765489abead49d926f721d065a429c1"],
  ["pass\0word", "sa\0lt", 4096, "sha1", "56fa6aa75548099dcc37d7f03425e0c3"],
  ["password", "salt", 2, "sha224", "93200ffa96c5776d38fa10abdf8f5bfc0054b9718513df47"],
  ["passwd", "salt", 1, "sha256", "55ac046e56e3089fec1691c22544b605f94185216dde0465"],
  ["Password", "NaCl", 80000, "sha256", "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414"],
  ["password", "salt", 2, "sha384", "54f775c6d790f21930459162fc535dbf04a939185127016a"],
  ["password", "salt", 2, "sha512", "e1d9c16aa681708a45f5c7c4e215ceb66e011a2e9f004071"],
] as const;

for (const [passphrase, salt, [N, r, p], expected] of SCRYPT) {
  Deno.test(`scrypt of "${passphrase}" is as published`, async () => {
    const key = await scryptKey(
      utf8(passphrase),
      { salt: utf8(salt), cost: { N, r, p } },
      expected.length / 2,
    );
    assert.equal(key.toHex(), expected);
  });
}

for (const [passphrase, salt, iterations, digest, expected] of PBKDF2) {
  Deno.test(`PBKDF2 with ${digest}, ${iterations} times, is as published`, async () => {
    const length = expected.length / 2;
    const parameters = { salt: utf8(salt), iterations, digest };
    const key = await pbkdf2Key(utf8(passphrase), parameters, length);
    assert.equal(key.toHex(), expected);
  });
}

Deno.test("scrypt works above the 32 MiB that Node allows by default", async () => {
  const cost = { N: 2 ** 15, r: 16, p: 1 };
  assert.equal(scryptMemory(cost), 64 * 1024 * 1024);
  assert.equal((await scryptKey(utf8("a"), { salt: utf8("b"), cost }, 32)).length, 32);
});

Deno.test("scrypt refuses an N that is no power of two", async () => {
  const key = scryptKey(utf8("a"), { salt: utf8("b"), cost: { N: 3, r: 1, p: 1 } }, 32);
  await assert.rejects(key, Error);
});
