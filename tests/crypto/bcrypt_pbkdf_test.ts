import assert from "node:assert/strict";
import { bcryptPbkdfKey } from "../../src/crypto/bcrypt_pbkdf.ts";
import { utf8 } from "../testkit/key_bytes.ts";

/** The vectors that OpenBSD tests its own with. */
const VECTORS = [
  ["password", "salt", 4, "5bbf0cc293587f1c3635555c27796598d47e579071bf427e9d8fbe842aba34d9"],
  ["password", "salt", 12, "1ae42c05d487bc02f64921a4ebe4ea93bcacfe135fda99974c06b7b01fae149a"],
  [
    "passwordy\0PASSWORD\0",
    "salty\0SALT\0",
    3,
    "7f310bd3e78c3280c59ce4595211a2928e8d4ec744c1ed2efc9f764e3388e0ad",
  ],
] as const;

for (const [passphrase, salt, rounds, expected] of VECTORS) {
  Deno.test(`bcrypt_pbkdf in ${rounds} rounds is as published`, () => {
    const parameters = { salt: utf8(salt), rounds };
    assert.equal(bcryptPbkdfKey(utf8(passphrase), parameters, 32).toHex(), expected);
  });
}

Deno.test("bcrypt_pbkdf refuses an empty passphrase, an empty salt and no rounds", () => {
  const some = utf8("a");
  const none = new Uint8Array();
  assert.throws(() => bcryptPbkdfKey(none, { salt: some, rounds: 1 }, 32), RangeError);
  assert.throws(() => bcryptPbkdfKey(some, { salt: none, rounds: 1 }, 32), RangeError);
  assert.throws(() => bcryptPbkdfKey(some, { salt: some, rounds: 0 }, 32), RangeError);
});
