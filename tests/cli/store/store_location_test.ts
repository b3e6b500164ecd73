import assert from "node:assert/strict";
import type { CliContext } from "../../../src/cli/context.ts";
import { chooseStore } from "../../../src/cli/store/store_location.ts";
import type { FileAccess } from "../../../src/domain/file_mode.ts";

const CONFIG = 'database_url = "postgres://user:password@host/db"\n';

/** What is told where config.toml has a password and this access. */
async function toldOf(access: FileAccess): Promise<readonly string[]> {
  const told: string[] = [];
  const files = {
    requireTrusted: () => {},
    exists: () => Promise.resolve(true),
    readTrusted: () => ({ bytes: new TextEncoder().encode(CONFIG), ...access }),
  };
  const terminal = { tell: (line: string) => Promise.resolve(void told.push(line)) };
  const env = (name: string) => name === "CLOACINA_HOME" ? "/home" : undefined;
  await chooseStore({ files, terminal, env } as unknown as CliContext, {});
  return told;
}

Deno.test("a config.toml with a password that others may read is warned of", async () => {
  assert.deepEqual(await toldOf({ mode: 0o640, isRoots: false }), [
    'warning: "/home/config.toml" can be read by others (mode 0640); chmod 600 it',
  ]);
  assert.deepEqual(await toldOf({ mode: 0o600, isRoots: false }), []);
});

Deno.test("a config.toml of root's that root lets a group read is not warned of", async () => {
  assert.deepEqual(await toldOf({ mode: 0o440, isRoots: true }), []);
});
