import assert from "node:assert/strict";
import { runAction } from "../action/run_action.ts";
import { type Cli, withCli } from "../testkit/cli.ts";
import { PRIVATE_PEM, PUBLIC_PEM } from "../testkit/sample_keys.ts";

const PAGE = await Deno.readTextFile(new URL("../../docs/ci.md", import.meta.url));

Deno.test("docs/ci.md: what it has for GitHub signs and verifies", async () => {
  const [, ...steps] = blockBelow("GitHub Actions").split("uses: OWNER/REPO@COMMIT\n");
  assert.equal(steps.length, 2);
  await inBuild(async (cli) => {
    for (const step of steps) {
      const inputs = Array.from(step.matchAll(/^ {10}([a-z-]+): (.*)$/gm), ([, name, value]) => [
        name!,
        value!.replace("${{ secrets.CLOACINA_SIGNING_KEY }}", PRIVATE_PEM),
      ]);
      const { code, log } = await runAction(cli, Object.fromEntries(inputs));
      assert.equal(code, 0, log);
    }
  });
});

Deno.test("docs/ci.md: the checkout that it names for GitHub is the one that our own workflows use", async () => {
  const workflow = await Deno.readTextFile(
    new URL("../../.github/workflows/ci.yml", import.meta.url),
  );
  const checkout = /uses: actions\/checkout@.*/g;
  const [ours] = workflow.match(checkout)!;
  assert.deepEqual(blockBelow("GitHub Actions").match(checkout), [ours, ours]);
});

Deno.test("docs/ci.md: what it has for GitLab signs and verifies", async () => {
  const [, script] = /^ {2}script:\n((?: {4}- .*\n)+)/m.exec(blockBelow("GitLab CI"))!;
  await inBuild(async (cli) => {
    const CLOACINA_SIGNING_KEY = btoa(PRIVATE_PEM);
    await runScript(cli, script!.replaceAll(/^ {4}- /gm, ""), { CLOACINA_SIGNING_KEY });
  });
});

Deno.test("docs/ci.md: what it has for Jenkins signs and verifies", async () => {
  const [, script] = /'''\n(.*?)'''/s.exec(blockBelow("Jenkins"))!;
  await inBuild(async (cli) => {
    await cli.write("../key.pem", PRIVATE_PEM);
    await runScript(cli, script!, { KEY_FILE: "../key.pem" });
  });
});

/** The block of another language than shell below a heading of the page. */
function blockBelow(heading: string): string {
  const [, section] = new RegExp(`^## ${heading}\n(.*?)^## `, "ms").exec(PAGE)!;
  return /^```(?:yaml|groovy)\n(.*?)^```$/ms.exec(section!)![1]!;
}

/** A folder as a build leaves it, in which two packages are to be signed. */
async function inBuild(body: (cli: Cli) => Promise<void>): Promise<void> {
  await withCli(async (cli) => {
    await Deno.mkdir(`${cli.cwd}/dist`);
    await cli.write("dist/a.cloacina", "a");
    await cli.write("dist/b.cloacina", "b");
    await cli.write("release.pub.pem", PUBLIC_PEM);
    await body(cli);
    for (const name of ["a", "b"]) await Deno.stat(`${cli.cwd}/signatures/${name}.cloacina.sig`);
  });
}

async function runScript(
  cli: Cli,
  script: string,
  variables: Readonly<Record<string, string>>,
): Promise<void> {
  assert.match(script, /package sign[^]*package verify/);
  await cli.write("../script", script);
  const { code, stderr } = await cli.run("sh -e ../script", variables);
  assert.equal(code, 0, stderr);
}
