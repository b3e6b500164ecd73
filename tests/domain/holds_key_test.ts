import assert from "node:assert/strict";
import { toBase32 } from "../testkit/base32.ts";
import { holdsKey } from "../../src/domain/holds_key.ts";
import * as keys from "../testkit/sample_keys.ts";

const HEX = keys.SEED;
const SEED = Uint8Array.fromHex(HEX);
const BASE64 = SEED.toBase64();
const BASE64_URL = SEED.toBase64({ alphabet: "base64url", omitPadding: true });
const BASE32 = toBase32(SEED);

Deno.test("a key is found in any spelling, and whatever stands around it", () => {
  const groups = (text: string, length: number, sign: string) =>
    text.replace(new RegExp(`.{${length}}(?=.)`, "g"), `$&${sign}`);
  const plain = [HEX, HEX.toUpperCase(), BASE64, BASE64_URL, BASE32, BASE32.toLowerCase()];
  const grouped = plain.flatMap((text) => [
    ...[groups(text, 4, "-"), groups(text, 2, ":"), groups(text, 8, " "), groups(text, 4, ".")],
  ]);
  const cut = [HEX.slice(1), HEX.slice(0, 62), HEX.slice(0, 40), BASE64.slice(0, 42)];
  for (const text of [...plain, ...grouped, ...cut]) {
    const around = [
      ...["0x", "\\x", "hex:", "base64:", "ed25519:", "data:,", "seed=", "CLOACINA_", "env:", "k_"],
      ...["/home/user/release/", "C:\\keys\\"],
    ].map((sign) => `${sign}${text}`);
    const behind = [`"${text}"`, `'${text}'`, `${text}.`, `${text}:`, `{"k":"${text}"}`];
    for (const form of [text, ...around, ...behind, `a/b/${text}/release.pem`]) {
      assert.equal(holdsKey(form), true, form);
    }
  }
});

Deno.test("ids, paths and names of words hold no key", () => {
  const texts = [
    "",
    "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
    "org-7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11/release.pem",
    "my-very-long-release-package-name-for-the-customer-2026-01-28-v2.so",
    "MyVeryLongPackageNameForTheReleaseOfCustomer2026",
    "/home/User1/Projects/cloacina-signing/dist/Package-1.2.3.cloacina",
    "/opt/Cloacina/Releases/2026-01-28T10-11-12Z/linux-x86_64/Worker-Package-v1.2.3-rc1.so",
    "/home/ci/actions-runner/_work/Repo1/Repo1/dist/Pkg-1.2.3+build.45.so",
    "C:\\Users\\Release Engineer\\Documents\\Keys 2026\\release-key-7.pem",
    "/nix/store/0c1ka2yr5cq3gxz6v7b8w9lm4n5p6q7r-cloacina-1.2.3/bin",
    "target/wasm32-unknown-unknown/release/deps/libworker-4f1c9a2b7d3e5f60.so",
    "app-v2-lib-v3-x64-release-package-for-customers.so",
    "postgres://user@db.example:5432/cloacina?sslmode=verify-full",
    "x".repeat(255),
  ];
  for (const text of texts) assert.equal(holdsKey(text), false, text);
});
