import assert from "node:assert/strict";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { requireKeptMode } from "../../src/files/kept_mode.ts";
import { inFolder } from "../compile/in_folder.ts";

Deno.test("a file that has the mode which was asked for passes, and one that others see does not", () =>
  inFolder(async (folder) => {
    const path = join(folder, "file");
    await Deno.writeTextFile(path, "");
    const descriptor = openSync(path, "r");
    try {
      for (const mode of [0o600, 0o400, 0o700]) {
        await Deno.chmod(path, mode);
        requireKeptMode(descriptor, 0o600, path);
      }
      for (const mode of [0o640, 0o604, 0o610, 0o755]) {
        await Deno.chmod(path, mode);
        assert.throws(() => requireKeptMode(descriptor, 0o600, path), {
          code: "insufficient_permissions",
          message:
            `Cannot write "${path}": it holds a secret, and its file system shows it to others ` +
            `(mode 0${mode.toString(8)})`,
        });
        requireKeptMode(descriptor, 0o644, path);
      }
    } finally {
      closeSync(descriptor);
    }
  }));

Deno.test("what another user owns is not kept either", () => {
  // Root's, and this test's user is root only where it may give the file away.
  const path = Deno.uid() === 0 ? Deno.makeTempFileSync() : "/etc/passwd";
  if (Deno.uid() === 0) Deno.chownSync(path, 65534, 65534);
  const descriptor = openSync(path, "r");
  try {
    assert.throws(() => requireKeptMode(descriptor, 0o600, path), {
      code: "insufficient_permissions",
    });
  } finally {
    closeSync(descriptor);
    if (Deno.uid() === 0) Deno.removeSync(path);
  }
});
