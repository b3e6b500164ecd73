import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { installedFolder } from "../testkit/installed_folder.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Of the last version that the Go of Debian 12 builds. */
const ACTIONLINT = "v1.7.7";

/** What a linter has to say of the project's files; empty where it has nothing. */
async function complaints(program: string, ...args: readonly string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, {
    args: [...args],
    cwd: ROOT,
  })
    .output();
  return success ? "" : [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("");
}

/** The shell scripts of the project. */
async function shellScripts(): Promise<readonly string[]> {
  const { stdout } = await new Deno.Command("git", { args: ["ls-files", "-z"], cwd: ROOT })
    .output();
  const paths = new TextDecoder().decode(stdout).split("\0").filter((path) => path !== "");
  return paths.filter((path) => /\.sh$|^\.ci\//.test(path));
}

Deno.test("actionlint, with shellcheck for what they run, has nothing to say of the workflows", async () => {
  const names = Array.from(Deno.readDirSync(`${ROOT}.github/workflows`), ({ name }) => name);
  const paths = names.map((name) => `.github/workflows/${name}`);
  const program = `github.com/rhysd/actionlint/cmd/actionlint@${ACTIONLINT}`;
  const folder = await installedFolder(
    `actionlint-${ACTIONLINT}`,
    (folder) => ["env", `GOBIN=${folder}`, "go", "install", program],
  );
  assert.equal(await complaints(`${folder}/actionlint`, ...paths), "");
});

Deno.test("shellcheck has nothing to say of the shell scripts", async () => {
  const paths = await shellScripts();
  for (const path of [".ci/run", "install.sh"]) assert.ok(paths.includes(path), path);
  assert.equal(await complaints("shellcheck", ...paths), "");
});

Deno.test("every finding can be run by its name", async () => {
  const findings = (await shellScripts()).filter((path) => path.startsWith("findings/"));
  assert.notEqual(findings.length, 0);
  const cannot = findings.filter((path) => (Deno.statSync(ROOT + path).mode! & 0o111) === 0);
  assert.deepEqual(cannot, []);
});
