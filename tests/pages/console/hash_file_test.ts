import assert from "node:assert/strict";
import { sha256Hex } from "../../../src/crypto/sha256.ts";
import { hashFile } from "../../../src/pages/console/hash_file.ts";

const onProgress = () => {};

Deno.test("a file is hashed in pieces, and its progress told", async () => {
  const bytes = new Uint8Array(20 * 1024 * 1024).fill(7);
  const parts: number[] = [];
  const { signal } = new AbortController();
  const hash = await hashFile(new File([bytes], "a"), { signal, onProgress: (p) => parts.push(p) });
  assert.equal(hash, sha256Hex(bytes));
  assert.ok(parts.length > 0 && parts.every((part) => part > 0 && part <= 1), String(parts));
});

Deno.test("a file that is not as long as it said is refused", async () => {
  const file = new File(["abc"], "a");
  Object.defineProperty(file, "size", { value: 4 });
  const { signal } = new AbortController();
  await assert.rejects(hashFile(file, { signal, onProgress }), /changed while it was read/);
});

Deno.test("hashing ends where another file was chosen", async () => {
  const signal = AbortSignal.abort();
  await assert.rejects(hashFile(new File(["abc"], "a"), { signal, onProgress }), {
    name: "AbortError",
  });
});
