import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inFolder } from "../../compile/in_folder.ts";
import { contentOf } from "../../files/content_of.ts";
import { FILE_PERMISSIONS } from "../../testkit/file_permissions.ts";
import { quoted, runShell } from "../../testkit/shell.ts";

const SCRIPT = fileURLToPath(new URL("../../testkit/write_files.ts", import.meta.url));

Deno.test("a directory that may not be written to is refused, and nothing is left in it", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "b"), "old");
    await Deno.chmod(folder, 0o555);
    const paths = [join(folder, "a"), join(folder, "b")];
    for (const [mode, ...targets] of [["create", paths[0]!], ["replace", ...paths]]) {
      // A shell of the kit: without root's capabilities, to whom every directory is open.
      const command = [
        Deno.execPath(),
        "run",
        "--no-prompt",
        ...FILE_PERMISSIONS,
        SCRIPT,
      ];
      const line = [...command, mode!, ...targets].map(quoted).join(" ");
      const env = { PATH: Deno.env.get("PATH")!, HOME: Deno.env.get("HOME")! };
      const { code, stdout } = await runShell(line, { cwd: "/", env, deadline: 300_000 });
      assert.deepEqual([code, new TextDecoder().decode(stdout)], [1, "insufficient_permissions\n"]);
      assert.deepEqual(await contentOf(folder), { b: "old" });
    }
  }));
