import assert from "node:assert/strict";
import { type Cli, withCli } from "../../testkit/cli.ts";
import { PRIVATE_PEM, PUBLIC_PEM } from "../../testkit/sample_keys.ts";
import { quoted } from "../../testkit/shell.ts";

const SHELLS = ["sh", "bash", "zsh"];

const NAMES = [
  "plain.so",
  "with  two spaces .so",
  `it's "quoted".so`,
  "$(touch owned)`touch owned`;touch owned\\.so",
  "a&b|c>d<e*f?[g]{h,i}!j#k~l%m^n.so",
  "-in",
  "./-",
  "~",
  "file:x",
  "名前 ü.so",
];

Deno.test("the recipe checks a package when it is pasted, whatever the shell and the name", async () => {
  await withCli(async (cli) => {
    await cli.write("k.pem", PRIVATE_PEM);
    await cli.write("k.pub.pem", PUBLIC_PEM);
    for (const name of NAMES) {
      const recipe = await recipeFor(cli, name);
      assert.deepEqual(await pasteEverywhere(cli, recipe), SHELLS.map(() => true), name);
      await Deno.writeTextFile(`${cli.cwd}/${name}`, "\n", { append: true });
      assert.deepEqual(
        await pasteEverywhere(cli, recipe),
        SHELLS.map(() => false),
        `${name}, tampered`,
      );
      await Deno.remove(`${cli.cwd}/${name}`);
      assert.deepEqual(
        await pasteEverywhere(cli, recipe),
        SHELLS.map(() => false),
        `${name}, gone`,
      );
    }
    await assert.rejects(Deno.lstat(`${cli.cwd}/owned`), Deno.errors.NotFound);
  });
});

Deno.test("the recipe fails when any of what it holds is another", async () => {
  await withCli(async (cli) => {
    await cli.write("k.pem", PRIVATE_PEM);
    await cli.write("k.pub.pem", PUBLIC_PEM);
    const recipe = await recipeFor(cli, "plain.so");
    const signature = /[A-Za-z0-9+/]{86}==/.exec(recipe)![0];
    for (const at of [0, 40, 43, 80]) {
      const other = signature[at] === "A" ? "B" : "A";
      const flipped = signature.slice(0, at) + other + signature.slice(at + 1);
      const passed = await paste(cli, "sh", recipe.replace(signature, flipped));
      assert.equal(passed, false, `character ${at} of the signature`);
    }
    const { stdout } = await cli.run("openssl genpkey -algorithm ed25519 | openssl pkey -pubout");
    const [, own] = PUBLIC_PEM.split("\n");
    const [, other] = stdout.split("\n");
    assert.equal(await paste(cli, "sh", recipe.replace(own!, other!)), false, "another key");
    assert.equal(await paste(cli, "sh", recipe), true);
  });
});

/** Signs a new package of this name, and asks for the lines of shell that check it. */
async function recipeFor(cli: Cli, name: string): Promise<string> {
  await cli.write(name, `a package called ${name}\n`);
  const signed = await cli.run(`cloacina package sign --key k.pem -- ${quoted(name)}`);
  assert.equal(signed.code, 0, signed.stderr);
  const verify = "cloacina package verify --trust-key k.pub.pem --recipe openssl --";
  const { code, stdout, stderr } = await cli.run(`${verify} ${quoted(name)}`);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" }, name);
  return stdout;
}

/** In which of the shells the lines pass. */
async function pasteEverywhere(cli: Cli, recipe: string): Promise<readonly boolean[]> {
  return await Promise.all(SHELLS.map((shell) => paste(cli, shell, recipe)));
}

/** Gives the lines to a shell as a person would, and returns whether it ends with 0. */
async function paste(cli: Cli, shell: string, recipe: string): Promise<boolean> {
  const variables = { RECIPE: recipe, TMPDIR: cli.cwd };
  const { code } = await cli.run(`printf %s "$RECIPE" | ${shell} -s`, variables);
  assert.notEqual(code, 127, `Cannot test ${shell}: install it`);
  return code === 0;
}
