import assert from "node:assert/strict";
import { sha512 } from "../../src/crypto/sha512.ts";
import { utf8 } from "../testkit/key_bytes.ts";

/** FIPS 180-4's example of one block. */
const ABC = "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a" +
  "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f";

Deno.test("SHA-512 is as published, of one input and of several", () => {
  assert.equal(sha512(utf8("abc")).toHex(), ABC);
  assert.equal(sha512(utf8("a"), utf8(""), utf8("bc")).toHex(), ABC);
});
