import assert from "node:assert/strict";
import { join } from "node:path";
import { readCommit, readCommitDate, requireReleasable } from "../../scripts/compile/facts.ts";
import { runCommand } from "../../scripts/compile/run_command.ts";
import { inFolder } from "./in_folder.ts";

async function git(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"];
  const result = await runCommand("git", [...identity, ...args], { cwd: folder, env });
  assert(result.success, result.stderr);
  return result.stdout.trim();
}

async function commit(
  folder: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  await git(folder, ["init", "--quiet"]);
  await Deno.writeTextFile(join(folder, "main.ts"), "");
  await git(folder, ["add", "main.ts"]);
  await git(folder, ["-c", "commit.gpgsign=false", "commit", "--quiet", "--message", "one"], env);
  return await git(folder, ["rev-parse", "HEAD"]);
}

Deno.test("a checkout is known by its commit", () =>
  inFolder(async (folder) => {
    const head = await commit(folder);
    assert.equal(await readCommit(folder), head);
  }));

Deno.test("a change of what is compiled makes it dirty, a new file too, and another change does not", () =>
  inFolder(async (folder) => {
    const head = await commit(folder);
    await Deno.writeTextFile(join(folder, "README.md"), "new");
    assert.equal(await readCommit(folder), head);
    await Deno.mkdir(join(folder, "src"));
    await Deno.writeTextFile(join(folder, "src", "new.ts"), "");
    assert.equal(await readCommit(folder), `${head}+dirty`);
    await Deno.remove(join(folder, "src"), { recursive: true });
    await Deno.writeTextFile(join(folder, "main.ts"), "changed");
    assert.equal(await readCommit(folder), `${head}+dirty`);
  }));

Deno.test("without a repository, before its first commit, or inside another's, it is unknown", () =>
  inFolder(async (folder) => {
    assert.equal(await readCommit(folder), "unknown");
    await git(folder, ["init", "--quiet"]);
    assert.equal(await readCommit(folder), "unknown");
    await commit(folder);
    await Deno.mkdir(join(folder, "inner"));
    assert.equal(await readCommit(join(folder, "inner")), "unknown");
  }));

Deno.test("the date of a commit is its day in UTC, of a dirty one too", () =>
  inFolder(async (folder) => {
    const date = "2026-11-29T23:30:00-0200";
    const head = await commit(folder, { GIT_COMMITTER_DATE: date });
    for (const name of [head, `${head}+dirty`]) {
      assert.equal(await readCommitDate(folder, name), "2026-11-30");
    }
    assert.equal(await readCommitDate(folder, "unknown"), "unknown");
  }));

Deno.test("a release is made of one commit and nothing else", () => {
  const commit = "0123456789abcdef0123456789abcdef01234567";
  assert.equal(requireReleasable(commit), undefined);
  const refused = (commit: string, state: string) => {
    const message = `Cannot compile a release of this folder: ${state}`;
    assert.throws(() => requireReleasable(commit), { code: "invalid_request", message });
  };
  refused(`${commit}+dirty`, "it has uncommitted changes");
  refused("unknown", "its commit is unknown");
});
