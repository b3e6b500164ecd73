import assert from "node:assert/strict";
import { fileKeyName } from "../../../src/cli/keys/file_key_name.ts";

Deno.test("a key is called as its file, where that has a name", () => {
  const named = [
    ["./agent-key.pem", "agent-key"],
    ["file:keys/release.2026.pem", "release.2026"],
    ["/home/me/.ssh/id_ed25519", "id_ed25519"],
    ["./my key.pem", "my key"],
  ] as const;
  for (const [reference, name] of named) assert.equal(fileKeyName(reference), name, reference);
});

Deno.test("a key that is in no file, or in one with no name for a key, is called nothing", () => {
  const unnamed = [
    ...["-", "env:CLOACINA_KEY", "/dev/stdin", "/dev/fd/63", "/proc/self/fd/63"],
    ...["a\nb.pem", "a\u202eb.pem", "\u200b.pem", " .pem", `${"a".repeat(256)}.pem`],
    `${"0".repeat(64)}.pem`,
  ];
  for (const reference of unnamed) assert.equal(fileKeyName(reference), "", reference);
});
