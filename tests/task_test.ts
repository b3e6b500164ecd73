import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

/** Runs a task in a folder, as a person does who types it there. */
async function runTask(cwd: string, ...words: readonly string[]) {
  const args = ["task", "--quiet", "--config", `${ROOT}deno.json`, ...words];
  // `npx`, which may have started this test, says where it was typed itself.
  const { INIT_CWD: _, ...env } = Deno.env.toObject();
  const options = { args, cwd, env, clearEnv: true };
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), options).output();
  const [printed, told] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, stdout: printed!, stderr: told! };
}

Deno.test("the task reads relative paths from the folder in which it is typed", async () => {
  const { code, stdout } = await runTask(
    `${ROOT}tests/golden/v1`,
    "cloacina",
    "keys",
    "show",
    "./release.pub.pem",
  );
  assert.equal(code, 0);
  assert.match(stdout, /^file +\.\/release\.pub\.pem$/m);
});

Deno.test("the task writes relative paths there, whatever is in them, and passes the exit code on", async () => {
  const folder = await Deno.makeTempDir({ prefix: "cloacina task " });
  try {
    const inside = `${folder}/it's $HOME`;
    await Deno.mkdir(inside);
    const words = ["cloacina", "keys", "generate", "--name", "a b", "--output", "./a b.pem"];
    assert.equal((await runTask(inside, ...words)).code, 0);
    const names = Array.from(Deno.readDirSync(inside), ({ name }) => name).sort();
    assert.deepEqual(names, ["a b.pem", "a b.pub.pem"]);
    assert.equal((await runTask(inside, "cloacina", "keys", "show", "gone.pem")).code, 3);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a runtime to compile with is looked for there, too", async () => {
  const { stderr } = await runTask(`${ROOT}docs`, "compile", "--runtime-from", "./ci.md");
  assert.match(stderr, /^error: Cannot reuse the runtime of \.\/ci\.md: it is not an executable/m);
});
