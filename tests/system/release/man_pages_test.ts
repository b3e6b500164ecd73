import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { packManPages } from "../../../scripts/release/man_pages.ts";
import { runCommand } from "../../../scripts/compile/run_command.ts";
import { inFolder } from "../../compile/in_folder.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

Deno.test("the pages in a release are those that the program writes, and the same bytes each time", () =>
  inFolder(async (folder) => {
    const [first, second] = [join(folder, "first.tar"), join(folder, "second.tar")];
    await packManPages(ROOT, "0.1.0", first!);
    await packManPages(ROOT, "0.1.0", second!);
    assert.deepEqual(await Deno.readFile(first!), await Deno.readFile(second!));
    for (const name of ["packed", "written"]) await Deno.mkdir(join(folder, name));
    const run = (program: string, ...args: readonly string[]) =>
      runCommand(program, args, { cwd: ROOT });
    assert.ok((await run("tar", "-x", `--file=${first}`, "-C", join(folder, "packed"))).success);
    const words = ["task", "-q", "cloacina", "man", "--output-dir", join(folder, "written")];
    assert.ok((await run(Deno.execPath(), ...words)).success);
    // Of the day alone the program from source knows nothing.
    const day = "s/[0-9]{4}-[0-9]{2}-[0-9]{2}//";
    for (const name of ["packed", "written"]) {
      await run("sh", "-c", `sed -E -i '1${day}' ${join(folder, name)}/*`);
    }
    const difference = await run("diff", "-r", join(folder, "packed"), join(folder, "written"));
    assert.deepEqual(difference, { success: true, stdout: "", stderr: "" });
    assert.ok((await Deno.stat(join(folder, "packed/cloacina-package-sign.1"))).isFile);
  }));
