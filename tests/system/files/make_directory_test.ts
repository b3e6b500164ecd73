import assert from "node:assert/strict";
import { join } from "node:path";
import { inFolder } from "../../compile/in_folder.ts";
import { callsIn, runTraced } from "../testkit/strace.ts";

/** What is synced in a folder, in this order, while code runs that imports `name` from a module of src/. */
async function syncedBy(
  folder: string,
  { name, module, code }: Readonly<Record<"name" | "module" | "code", string>>,
): Promise<readonly string[]> {
  const url = new URL(`../../../src/${module}`, import.meta.url).href;
  const config = new URL("../../../deno.json", import.meta.url).pathname;
  const flags = ["eval", `--config=${config}`, "--cached-only"];
  const script = `import { ${name} } from ${JSON.stringify(url)}; ${code}`;
  const run = await runTraced([Deno.execPath(), ...flags, script]);
  assert.equal(run.code, 0);
  const calls = callsIn(run.trace, folder);
  return calls.filter((call) => call.name === "fsync").map(({ path }) => path);
}

Deno.test("every directory that gets a new name in it is synced", () =>
  inFolder(async (folder) => {
    const path = JSON.stringify(join(folder, "a/b/c"));
    const code = `await makeDirectory(${path});`;
    const make = { name: "makeDirectory", module: "files/make_directory.ts", code };
    assert.deepEqual(await syncedBy(folder, make), ["a/b", "a", ""]);
  }));

Deno.test("so is every one above a new audit log", () =>
  inFolder(async (folder) => {
    const path = JSON.stringify(join(folder, "a/b/c/audit.log"));
    const code = `await openAuditLog(${path}, () => new Date()).requireWritable();`;
    const make = { name: "openAuditLog", module: "files/audit_log.ts", code };
    assert.deepEqual(await syncedBy(folder, make), ["a/b", "a", "", "a/b/c"]);
  }));

Deno.test("and above a new key directory, also where it is named from the working directory", () =>
  inFolder(async (folder) => {
    for (const [path, at] of [[join(folder, "a/b/c"), "a"], ["d/e/f", "d"]] as const) {
      const code = `Deno.chdir(${JSON.stringify(folder)}); ` +
        `await makeKeyDirectory(${JSON.stringify(path)});`;
      const make = { name: "makeKeyDirectory", module: "store/directory/key_directory.ts", code };
      const [inner, outer] = at === "a" ? ["a/b", "a"] : ["d/e", "d"];
      assert.deepEqual(await syncedBy(folder, make), [inner, outer, ""]);
    }
  }));
