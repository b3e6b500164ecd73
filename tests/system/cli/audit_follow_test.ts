import assert from "node:assert/strict";
import { append, withKey } from "../../cli/audit_entries.ts";
import { inTerminal } from "../testkit/pty.ts";

Deno.test("at a terminal, Ctrl-C ends it", async () => {
  await withKey(async (cli) => {
    await append(cli, "a\x9bb");
    const { screen, code } = await inTerminal(
      "cloacina audit list audit.log --follow",
      [{ await: "package.signed", type: "\x03" }],
      { cwd: cli.cwd, env: cli.env, columns: 40 },
    );
    assert.equal(code, 130);
    assert.match(screen, /package\.signed {2}a\\x9bb {2}key /);
    assert.doesNotMatch(screen, /error/);
  });
});

Deno.test("the table fits a terminal of 80 columns, and says what it leaves out", async () => {
  await withKey(async (cli) => {
    await append(cli, "a-rather-long-name-of-an-actor");
    const { screen, code } = await inTerminal("cloacina audit list audit.log", [], {
      cwd: cli.cwd,
      env: cli.env,
      columns: 80,
    });
    assert.equal(code, 0);
    const lines = screen.split("\n").filter((line) => !line.startsWith("note: "));
    for (const line of lines) assert.ok(line.length <= 80, line);
    assert.match(screen, /package\.signed {2}a-rather-lo… {2}[0-9a-f]{12}… {2}[0-9a-f]{12}…\n/);
  });
});
