import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const SRC = fileURLToPath(new URL("../../src/", import.meta.url));

/** The one way to change the store, or to let out what a key made: it tells how that ended. */
const TRANSACT = "operations/transact.ts";

/** What writes lines besides: of what failed, and of what changes nothing. */
const TELLERS = [
  TRANSACT,
  "operations/audit_failure.ts",
  "operations/package/verify_for_org.ts",
  "operations/token_access.ts",
];

/** The files of the rooms that act on a store, with what they say. */
async function sources(folder: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for await (const { name, isDirectory } of Deno.readDir(`${SRC}${folder}`)) {
    const path = `${folder}/${name}`;
    if (!isDirectory) found.set(path, await Deno.readTextFile(`${SRC}${path}`));
    else for (const [inner, text] of await sources(path)) found.set(inner, text);
  }
  return found;
}

async function filesThatSay(pattern: RegExp, folders: readonly string[]): Promise<string[]> {
  const files = (await Promise.all(folders.map(sources))).flatMap((one) => [...one]);
  return files.filter(([, text]) => pattern.test(text)).map(([path]) => path).sort();
}

Deno.test("only transact.ts opens a transaction of the store", async () => {
  const opens = /\.(transaction|holding)\b|[{,]\s*(transaction|holding)\s*[,}:]/;
  assert.deepEqual(await filesThatSay(opens, ["operations", "http", "cli"]), [TRANSACT]);
});

Deno.test("no operation writes to the audit log by itself but those that change nothing", async () => {
  const writes = /\baudit\(|\.audit\b\s*\(|\bauditOf\(/;
  assert.deepEqual(await filesThatSay(writes, ["operations"]), TELLERS.toSorted());
});
