import assert from "node:assert/strict";
import type { CliContext } from "../../../src/cli/context.ts";
import { warnOfReaders } from "../../../src/cli/secrets/read_secret.ts";
import type { FileAccess } from "../../../src/domain/file_mode.ts";

/** What is told of a file with a secret. */
async function toldOf(access: FileAccess): Promise<readonly string[]> {
  const told: string[] = [];
  const terminal = { tell: (line: string) => Promise.resolve(void told.push(line)) };
  await warnOfReaders({ terminal } as unknown as CliContext, "k", access);
  return told;
}

Deno.test("a file with a secret that others may read is warned of", async () => {
  const warning = 'warning: "k" can be read by others (mode 0440); chmod 600 it';
  assert.deepEqual(await toldOf({ mode: 0o440, isRoots: false }), [warning]);
  assert.deepEqual(await toldOf({ mode: 0o440, isRoots: true }), []);
  assert.deepEqual(await toldOf({ mode: 0o600 }), []);
});
