import assert from "node:assert/strict";
import { type Cli, withCli } from "../../testkit/cli.ts";
import { inTerminal } from "../testkit/pty.ts";

Deno.test("in a terminal help is as wide as that", async () => {
  await withCli(async (cli) => {
    for (const columns of [40, 80, 120]) {
      const page = await helpAt(cli, columns);
      const widest = Math.max(...page.split("\n").map((line) => line.length));
      assert.ok(widest <= columns && widest > columns - 10, `${widest} of ${columns}`);
    }
  });
});

Deno.test("help is as in a terminal of 80 columns where there is none, or it does not know", async () => {
  await withCli(async (cli) => {
    const page = await helpAt(cli, 80);
    assert.equal(await helpAt(cli, 0), page);
    assert.equal((await cli.run("cloacina doctor --help")).stdout, page);
  });
});

/** The help of a command whose examples are short. */
async function helpAt(cli: Cli, columns: number): Promise<string> {
  const { screen, code } = await inTerminal("cloacina doctor --help", [], { ...cli, columns });
  assert.equal(code, 0);
  return screen;
}
