import assert from "node:assert/strict";
import { messagesOf } from "./run_rules.ts";

/** Sources that sign or verify with the primitive, or may, and how the message names it. */
const SIGNING: readonly (readonly [string, string])[] = [
  [`crypto.subtle.sign("Ed25519", key, bytes);`, "crypto.subtle.sign"],
  [`crypto.subtle.verify("Ed25519", key, a, b);`, "crypto.subtle.verify"],
  [`const check = crypto.subtle.verify;`, "crypto.subtle.verify"],
  [`globalThis.crypto["subtle"]["verify"]();`, "crypto.subtle.verify"],
  [`const { subtle: { sign } } = crypto;`, "crypto.subtle.sign"],
  [`const { verify } = crypto.subtle;`, "crypto.subtle.verify"],
  [`const { crypto: { subtle: { sign: make } } } = globalThis;`, "crypto.subtle.sign"],
  [`const { subtle } = crypto;`, "crypto.subtle without naming its member"],
  [`const web = crypto;`, "crypto without naming its member"],
  [`crypto.subtle[name]();`, "crypto.subtle without naming its member"],
  [`import { sign } from "node:crypto";`, "sign of node:crypto"],
  [`import { createHash, verify as check } from "node:crypto";`, "verify of node:crypto"],
  [`import { createSign } from "node:crypto";`, "createSign of node:crypto"],
  [`import { createVerify } from "node:crypto";`, "createVerify of node:crypto"],
  [`import { Sign } from "node:crypto";`, "Sign of node:crypto"],
  [`import { Verify } from "node:crypto";`, "Verify of node:crypto"],
  [`import { webcrypto } from "node:crypto";`, "webcrypto of node:crypto"],
  [`import { "subtle" as web } from "node:crypto";`, "subtle of node:crypto"],
  [`import nodeCrypto from "node:crypto";`, "default of node:crypto"],
  [`import * as nodeCrypto from "node:crypto";`, "* of node:crypto"],
  [`export { verify } from "node:crypto";`, "verify of node:crypto"],
  [`export * from "node:crypto";`, "* of node:crypto"],
  [`const nodeCrypto = await import("node:crypto");`, "* of node:crypto"],
];

Deno.test("nothing but crypto/ed25519.ts signs or verifies, also where the machine may be touched", () => {
  for (const [source, what] of SIGNING) {
    for (const path of ["src/crypto/seal.ts", "src/cli/context.ts", "main.ts"]) {
      const message =
        `Cannot use ${what} in ${path}: only src/crypto/ed25519.ts signs and verifies`;
      assert.deepEqual(messagesOf("primitive", path, source), [message], source);
    }
    assert.deepEqual(messagesOf("primitive", "src/crypto/ed25519.ts", source), [], source);
    assert.deepEqual(messagesOf("primitive", "tests/crypto/a_test.ts", source), [], source);
  }
});

Deno.test("the rest of the cryptography is free, and so are others' verbs of that name", () => {
  for (
    const source of [
      `crypto.subtle.digest("SHA-256", bytes); crypto.getRandomValues(bytes);`,
      `const { subtle: { encrypt } } = crypto;`,
      `import { createHash, timingSafeEqual } from "node:crypto";`,
      `let key: typeof crypto.subtle; let hash: import("node:crypto").Hash;`,
      `import { sign, verify } from "./ed25519.ts"; sign(); verify();`,
      `const a = (crypto: Signer) => crypto.subtle.sign();`,
      `operations.sign(); a.subtle.verify(); const b = { crypto: { subtle: 1 } };`,
    ]
  ) assert.deepEqual(messagesOf("primitive", "src/crypto/seal.ts", source), [], source);
});
