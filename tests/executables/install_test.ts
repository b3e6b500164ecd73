import assert from "node:assert/strict";
import { join } from "node:path";
import { inFolder } from "../compile/in_folder.ts";
import { makeReleaseFolder, runTask } from "../system/testkit/release_folder.ts";
import { DIST } from "./dist.ts";
import { run } from "./run.ts";

Deno.test("a release of the executables passes its check, is installed, and signs and verifies from there", () =>
  inFolder(async (folder) => {
    const release = await makeReleaseFolder({ executables: DIST, parent: folder });
    await runTask("release:check", release.folder, "--release-key", release.publicKey);
    const installer = join(release.folder, "install.sh");
    const { code, stderr } = await run("sh", [installer, "--from", release.folder], folder);
    assert.equal(code, 0, stderr);
    assert.ok(
      (await Deno.stat(join(folder, ".local/share/man/man1/cloacina-package-sign.1"))).isFile,
    );
    const cloacina = (...args: readonly string[]) =>
      run(join(folder, ".local/bin/cloacina"), args, folder);
    await Deno.writeTextFile(join(folder, "a.cloacina"), "a");
    for (
      const args of [
        ["--version"],
        ["keys", "generate", "--name", "own", "--output", "own.pem"],
        ["package", "sign", "a.cloacina", "--key", "own.pem"],
        ["package", "verify", "a.cloacina", "--trust-key", "own.pub.pem"],
      ]
    ) {
      const said = await cloacina(...args);
      assert.equal(said.code, 0, `${args.join(" ")}: ${said.stderr}`);
    }
  }));
