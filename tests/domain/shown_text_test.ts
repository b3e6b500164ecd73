import assert from "node:assert/strict";
import {
  NOT_SHOWN,
  shownPath,
  shownReference,
  shownTime,
  shownValue,
  shownWord,
} from "../../src/domain/shown_text.ts";
import * as keys from "../testkit/sample_keys.ts";

const ORG = "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11";
const BASE64 = Uint8Array.fromHex(keys.SEED).toBase64();

Deno.test("a plausible path is shown as it is", () => {
  const paths = [
    "a",
    "standard output",
    "./My Package.so",
    "/a b/c",
    "gone\x1b[31m",
    "C:\\keys\\k.pem",
    "x".repeat(255),
  ];
  for (const path of paths) assert.equal(shownPath(path), path);
});

Deno.test("what may be a secret is not shown, and of 64 hex characters the first 8", () => {
  const hidden = [
    keys.PRIVATE_PEM,
    keys.PUBLIC_PEM,
    BASE64,
    `./${BASE64}`,
    `./${btoa(keys.PRIVATE_PEM)}`,
    `dir/${BASE64.replaceAll("/", "_")}`,
    "two\nlines",
    "correct horse battery staple",
    "a".repeat(256),
    `dir/${"a".repeat(256)}`,
    "file://u:hunter2@h",
    `0x${keys.SEED}`,
    `${keys.SEED}.`,
    `dir/${keys.SEED.slice(0, 62)}`,
    keys.SEED.replace(/..(?=.)/g, "$&:"),
  ];
  for (const path of hidden) assert.equal(shownPath(path), NOT_SHOWN, path);
  assert.equal(shownPath(keys.SEED), "9d61b19d…");
  assert.equal(shownPath(`blobs/sha256/${keys.SEED}`), "blobs/sha256/9d61b19d…");
  assert.equal(
    shownPath(`keys/${keys.SEED}_${ORG}_${ORG}_active.json`),
    `keys/9d61b19d…_${ORG}_${ORG}_active.json`,
  );
  assert.equal(shownPath(`keys/_${keys.SEED}x_a`), NOT_SHOWN);
});

Deno.test("a reference to a key may be a name with spaces; a fingerprint is shortened", () => {
  assert.equal(shownReference("release key 2"), "release key 2");
  assert.equal(shownReference(keys.FINGERPRINT), "21fe31df…");
  assert.equal(shownReference(`fingerprint:${keys.FINGERPRINT}`), "fingerprint:21fe31df…");
  for (
    const text of [`ed25519:${BASE64}`, `0x${keys.SEED}`, BASE64, keys.PRIVATE_PEM, "x".repeat(256)]
  ) {
    assert.equal(shownReference(text), NOT_SHOWN);
  }
});

Deno.test("a path that no system has is not looked at", () => {
  const deep = "deep/".repeat(819);
  assert.equal(shownPath(deep), deep);
  assert.equal(shownPath(`${deep}er`), NOT_SHOWN);
  assert.equal(shownPath("a1".repeat(8_000_000)), NOT_SHOWN);
});

Deno.test("a text that is not a time is shown where it is made of what times are made of", () => {
  for (const text of ["30", "30days", "2026-1-31 12:00", "yesterday", "2 weeks ago", "", "never"]) {
    assert.equal(shownTime(text), text);
  }
  for (const text of ["correct horse", "hunter2", `${"12".repeat(32)}`, "1".repeat(41), "30x\n"]) {
    assert.equal(shownTime(text), NOT_SHOWN, text);
  }
  for (const text of ["1s2m3h4d5w6y".repeat(3), "mondays", "banana"]) {
    assert.equal(shownTime(text), text);
  }
  for (const text of ["2 bananas", "x".repeat(21), "t".repeat(39) + "!"]) {
    assert.equal(shownTime(text), NOT_SHOWN, text);
  }
});

Deno.test("a malformed value is shown where it looks like no password and no key", () => {
  const shown = ["", "0", "-1", "foo", "00", "7f3f6a52-0f0e", "example.org:80", "[not"];
  assert.deepEqual(shown.map(shownValue), [...shown.slice(0, -1), NOT_SHOWN]);
  const hidden = ["hunter2", "two words", "0f".repeat(20), "clk_AAAA1", "user:pass@host"];
  assert.deepEqual(hidden.map(shownValue), hidden.map(() => NOT_SHOWN));
  assert.deepEqual(["admni", "key.trusted", "admin1"].map(shownWord), [
    "admni",
    "key.trusted",
    NOT_SHOWN,
  ]);
});
