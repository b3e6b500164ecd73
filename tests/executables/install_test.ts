import assert from "node:assert/strict";
import { join } from "node:path";
import { runAction } from "../action/run_action.ts";
import { inFolder } from "../compile/in_folder.ts";
import { makeReleaseFolder, runTask } from "../system/testkit/release_folder.ts";
import { serveFolder } from "../system/testkit/serve_folder.ts";
import { type Cli, withCli } from "../testkit/cli.ts";
import { PRIVATE_PEM, PUBLIC_PEM } from "../testkit/sample_keys.ts";
import { writeProgram } from "../testkit/write_program.ts";
import { DIST, ROOT } from "./dist.ts";
import { run } from "./run.ts";

const parent = await Deno.makeTempDir({ prefix: "cloacina-test-" });
globalThis.addEventListener("unload", () => Deno.removeSync(parent, { recursive: true }));
const release = await makeReleaseFolder({ executables: DIST, parent });

Deno.test("a release of the executables passes its check, is installed, and signs and verifies from there", () =>
  inFolder(async (folder) => {
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

/** Calls `body` where the runner has no cloacina, with what it says of an action whose commit has this release key. */
function onRunner(
  releaseKey: string,
  body: (cli: Cli, variables: Readonly<Record<string, string>>) => Promise<void>,
): Promise<void> {
  return inFolder(async (folder) => {
    await Deno.mkdir(join(folder, "scripts"));
    for (const name of ["scripts/action.sh", "install.sh", "deno.json"]) {
      await Deno.copyFile(join(ROOT, name), join(folder, name));
    }
    await Deno.writeTextFile(join(folder, "release-key.pub"), releaseKey);
    await using server = serveFolder(release.folder);
    await withCli(async (cli) => {
      await cli.write("a.cloacina", "a");
      await cli.write("key.pub.pem", PUBLIC_PEM);
      const [, ...others] = cli.env.PATH!.split(":");
      const runner = { GITHUB_ACTION_PATH: folder, GITHUB_SERVER_URL: server.url };
      await body(cli, { ...runner, PATH: others.join(":") });
    });
  });
}

Deno.test("the action installs the release of its own commit, and later steps use that", async () => {
  const releaseKey = await Deno.readTextFile(release.publicKey);
  await onRunner(releaseKey, async (cli, variables) => {
    const signing = { command: "sign", paths: "a.cloacina", key: PRIVATE_PEM };
    const signed = await runAction(cli, signing, variables);
    assert.equal(signed.code, 0, signed.log);
    assert.match(signed.log, /^installed .*\/bin\/cloacina$/m);
    assert.match(signed.path, /^\/.*\/bin\n$/);
    assert.equal(signed.outputs.get("signatures"), "a.cloacina.sig");
    const verifying = { command: "verify", paths: "a.cloacina", "trust-key": "key.pub.pem" };
    const verified = await runAction(cli, { ...verifying, version: "0.1.0" }, variables);
    assert.equal(verified.code, 0, verified.log);
  });
});

Deno.test("the action runs no release that the key of its commit did not sign", () =>
  onRunner(PUBLIC_PEM, async (cli, variables) => {
    const signing = { command: "sign", paths: "a.cloacina", key: PRIVATE_PEM };
    const { code, log, commands, path } = await runAction(cli, signing, variables);
    assert.equal(code, 1);
    assert.match(log, /the release key did not sign its SHA256SUMS/);
    assert.equal(commands.at(-1)!.data, "Cannot run the action: cloacina 0.1.0 was not installed");
    assert.equal(path, "");
    await assert.rejects(Deno.stat(`${cli.cwd}/a.cloacina.sig`));
  }));

Deno.test("the action installs nothing where no signature can be checked", async () => {
  const releaseKey = await Deno.readTextFile(release.publicKey);
  await onRunner(releaseKey, async (cli, variables) => {
    await writeProgram(`${cli.cwd}/openssl`, "#!/bin/sh\necho LibreSSL 3.3.6\n");
    const PATH = `${cli.cwd}:${variables["PATH"]}`;
    const signing = { command: "sign", paths: "a.cloacina", key: PRIVATE_PEM };
    const { code, commands } = await runAction(cli, signing, { ...variables, PATH });
    assert.equal(code, 1);
    assert.match(commands.at(-1)!.data, /without OpenSSL 3 the signature of a release cannot/);
  });
});
