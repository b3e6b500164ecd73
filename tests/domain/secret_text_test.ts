import assert from "node:assert/strict";
import { isBase64Key, isRawKey, secretIn } from "../../src/domain/secret_text.ts";
import { formatApiToken } from "../../src/formats/api_token.ts";
import * as foreign from "../testkit/sample_foreign_keys.ts";
import * as keys from "../testkit/sample_keys.ts";

const TOKEN = formatApiToken(Uint8Array.fromHex(keys.SEED));
const URL_WITH_PASSWORD = "postgres://user:hunter2@db.example/cloacina";
const JWK =
  '{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11"}';

const base64 = (text: string) => btoa(text);
const hex = (text: string) => new TextEncoder().encode(text).toHex();
const body = (pem: string) => pem.replaceAll(/-----.*/g, "");

Deno.test("a secret is known wherever it stands, in the clear, in hex and in base64", () => {
  const secrets: readonly (readonly [string, string])[] = [
    ["an API token", TOKEN],
    ["an API token", TOKEN.slice(0, 30)],
    ["a private key", keys.PRIVATE_PEM],
    ["a private key", keys.SCRYPT_PEM],
    ["a private key", keys.OPENSSH_PEM],
    ["a private key", JWK],
    ["a private key", JWK.replaceAll('"', "")],
    ["a private key", foreign.NIX_KEY],
    ["a private key", foreign.MINISIGN_KEY],
    ["a private key", foreign.LOCKED_MINISIGN_KEY],
    ["a private key", foreign.LOCKED_SIGNIFY_KEY],
    ["a private key", foreign.LOCKED_SIGNIFY_KEY.split("\n")[1]!],
    ["a private key", foreign.SECURESYSTEMSLIB_KEY],
    ["a private key", "AGE-SECRET-KEY-1QQQQ"],
    ["a private key", `SU${"A7".repeat(28)}`],
    ["a private key", body(keys.PRIVATE_PEM)],
    ["a private key", body(keys.PBKDF2_PEM)],
    ["a private key", body(keys.OPENSSH_PEM)],
    ["a private key", Uint8Array.fromBase64(body(keys.PRIVATE_PEM)).toHex()],
    ["a password", URL_WITH_PASSWORD],
    ["a password", "postgres//user:hunter2@db"],
    ["a password", "postgresql:user:hunter2@db"],
    ["a password", "https://:hunter2@db"],
    ["a password", "postgres://user:hunter2"],
    ["a password", "user:hunter2@db.example:5432/cloacina"],
    ["a password", "postgres://us@er:hunter2@db"],
    ["a password", "postgres://user:hunt/er2@db"],
    ["a password", "host=db user=u password=hunter2"],
    ["a password", "postgres://db/x?user=u&password=hunter2"],
  ];
  for (const [kind, text] of secrets) {
    for (const form of [text, base64(text), base64(text).replace(/.{76}/g, "$&\n"), hex(text)]) {
      for (const prefix of ["", "file:", "env:", "--key=", " "]) {
        assert.equal(secretIn(`${prefix}${form}`), kind, `${prefix}${form}`);
      }
    }
  }
});

Deno.test("what is public, or plainly a path, is no secret", () => {
  const texts = [
    "",
    "./release.pem",
    "ssh-agent:release@example.com",
    "vault:release@3",
    "--key=ssh-agent:release@example.com",
    "clk_notes.txt",
    "/home/User1/Projects/cloacina-signing/dist/Package-1.2.3.cloacina",
    "blobs/sha256/" + keys.FINGERPRINT,
    keys.FINGERPRINT,
    keys.PUBLIC_PEM,
    foreign.NIX_PUBLIC_KEY,
    foreign.MINISIGN_PUBLIC_KEY,
    body(keys.PUBLIC_PEM),
    "https://db.example:8443/path",
    "postgres://user@db.example:5432/cloacina?sslmode=verify-full",
    "sqlite:///var/lib/cloacina.db",
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea me@host",
    "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
    "user:group",
    "postgres://db.example:5432",
    "postgres://db.example:5432/cloacina",
    "image:1.2@sha256:00",
    "time:12:30.so",
    "pkg@1.2.so",
  ];
  for (const text of texts) assert.equal(secretIn(text), null, text);
});

Deno.test("32 and 64 bytes are a raw key, as hex and in either base64, and other lengths are none", () => {
  const seed = Uint8Array.fromHex(keys.SEED);
  const base64 = seed.toBase64();
  const url = seed.toBase64({ alphabet: "base64url", omitPadding: true });
  const twice = new Uint8Array([...seed, ...seed]).toBase64();
  const texts = [base64, url, `${base64}\n`, twice, btoa(`${keys.SEED}\n`), btoa(`${base64}\n`)];
  for (const text of texts) {
    assert.equal(isBase64Key(text), true, text);
    assert.equal(isRawKey(text), true, text);
  }
  for (const text of [keys.SEED, keys.SEED.toUpperCase(), `${keys.SEED}\n`, keys.SEED.repeat(2)]) {
    assert.equal(isBase64Key(text), false, text);
    assert.equal(isRawKey(text), true, text);
  }
  const others = [
    seed.subarray(1).toBase64(),
    keys.SEED.slice(2),
    `./${keys.SEED}`,
    "a".repeat(43),
  ];
  for (const text of others) assert.equal(isRawKey(text), false, text);
});
