import assert from "node:assert/strict";
import type { CliContext } from "../../../src/cli/context.ts";
import { warnOfReaders } from "../../../src/cli/secrets/read_secret.ts";

/** What is told of a file with a secret. */
async function toldOf(mode: number | null, isRoots?: boolean): Promise<readonly string[]> {
  const told: string[] = [];
  const terminal = {
    tell: (line: string) => {
      told.push(line);
      return Promise.resolve();
    },
  };
  const file = { name: "k", mode, ...(isRoots !== undefined && { isRoots }) };
  await warnOfReaders({ terminal } as unknown as CliContext, file);
  return told;
}

Deno.test("a file with a secret that others may read is warned of", async () => {
  for (const mode of [0o640, 0o604, 0o660, 0o444, 0o440]) {
    const octal = mode.toString(8).padStart(4, "0");
    const warning = `warning: "k" can be read by others (mode ${octal}); chmod 600 it`;
    assert.deepEqual(await toldOf(mode), [warning]);
    assert.deepEqual(await toldOf(mode, false), [warning]);
  }
  for (const mode of [0o600, 0o400, null]) assert.deepEqual(await toldOf(mode), []);
});

Deno.test("of a file of root's that root lets a group read and no more, nothing is said", async () => {
  for (const mode of [0o640, 0o440]) assert.deepEqual(await toldOf(mode, true), []);
  for (const mode of [0o660, 0o644, 0o450]) {
    assert.equal((await toldOf(mode, true)).length, 1, mode.toString(8));
  }
});
