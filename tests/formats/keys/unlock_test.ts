import assert from "node:assert/strict";
import { readAndWipe, unlock } from "../../../src/formats/keys/unlock.ts";
import { utf8 } from "../../testkit/key_bytes.ts";

const HALVES = { seed: new Uint8Array(32) };

Deno.test("the passphrase is given in UTF-8, not normalised, and wiped with the plaintext", async () => {
  const seen: Uint8Array[] = [];
  const plaintext = utf8("plaintext");
  const decrypt = (passphrase: Uint8Array) => {
    assert.equal(passphrase.toHex(), "65cc81c3a9");
    seen.push(passphrase);
    return Promise.resolve(plaintext);
  };
  assert.equal(await unlock("e\u0301\u00e9", decrypt, () => HALVES), HALVES);
  assert.deepEqual([...seen, plaintext], [new Uint8Array(5), new Uint8Array(9)]);
});

Deno.test("a plaintext is wiped, also where it is not in its format", () => {
  const plaintext = utf8("plaintext");
  const fail = () => {
    throw new SyntaxError("no key");
  };
  assert.throws(() => readAndWipe(plaintext, fail), SyntaxError);
  assert.deepEqual(plaintext, new Uint8Array(9));
});

Deno.test("only what a wrong passphrase brings about is called one", async () => {
  const failing = (error: Error) => unlock("a", () => Promise.reject(error), () => HALVES);
  const wrong = { code: "wrong_passphrase" };
  await assert.rejects(failing(new DOMException("", "OperationError")), wrong);
  await assert.rejects(failing(new SyntaxError("")), wrong);
  const fault = new TypeError("a fault of the program");
  await assert.rejects(failing(fault), fault);
});
