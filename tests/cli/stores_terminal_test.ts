import assert from "node:assert/strict";
import { inTerminal, type Keystrokes } from "../testkit/pty.ts";
import { type Sandbox, withSandbox } from "../testkit/sandbox.ts";
import { toolUnderTest } from "../testkit/tool.ts";

const tool = await toolUnderTest();
const ORG = "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11";

/** What a person types to make a key in a key directory that has none. */
const FIRST_KEY: readonly Keystrokes[] = [
  { await: "New passphrase of the key directory:", type: "hunter2\r" },
  { await: "The same again:", type: "hunter2\r" },
];

function terminalTest(what: string, body: (sandbox: Sandbox) => Promise<void>): void {
  Deno.test(`${what}, against ${tool.kind}`, () =>
    withSandbox(tool, new Map([["pkg.so", "package\n"]]), async ({ cwd, env }) => {
      await body({ cwd, env: { ...env, CLOACINA_ORG: ORG } });
    }));
}

terminalTest(
  "the passphrase of a new key directory is typed twice, and then asked for",
  async (sandbox) => {
    const differing = [FIRST_KEY[0]!, { await: "The same again:", type: "hunter3\r" }];
    const refused = await inTerminal("cloacina keys generate --name k", differing, sandbox);
    assert.equal(refused.code, 1);
    assert.match(refused.screen, /the two that were typed differ/);
    const made = await inTerminal("cloacina keys generate --name k --trust", FIRST_KEY, sandbox);
    assert.equal(made.code, 0, made.screen);
    assert.doesNotMatch(made.raw, /hunter2/);
    const sign = "cloacina package sign pkg.so --key-id k --store";
    const asked = { await: "Passphrase of the key directory:", type: "hunter2\r" };
    const signed = await inTerminal(sign, [asked], sandbox);
    assert.equal(signed.code, 0, signed.screen);
    assert.match(signed.screen, /stored +yes/);
  },
);

terminalTest("a revocation is done after a yes, and after nothing else", async (sandbox) => {
  await inTerminal("cloacina keys generate --name k --trust", FIRST_KEY, sandbox);
  const revoke = async (type: string) =>
    await inTerminal("cloacina keys revoke k", [{ await: "[y/N]", type }], sandbox);
  for (const answer of ["\r", "n\r", "yep\r", "cloacina keys list\r"]) {
    const { code, screen } = await revoke(answer);
    assert.equal(code, 1, screen);
    assert.match(screen, /Cannot go on: it was not confirmed/);
  }
  assert.equal((await revoke("\x03")).code, 130);
  const listed = await inTerminal("cloacina keys list", [], sandbox);
  assert.match(listed.screen, /active/);
  const { code, screen } = await revoke("y\r");
  assert.equal(code, 0, screen);
  assert.match(screen, /status +revoked/);
});

terminalTest("a table fits the terminal, and is whole where there is none", async (sandbox) => {
  await inTerminal("cloacina keys generate --name k", FIRST_KEY, sandbox);
  const { screen } = await inTerminal("cloacina keys list", [], { ...sandbox, columns: 80 });
  const [title, row] = screen.split("\n");
  assert.match(title!, /^key id +name +fingerprint +created +status$/);
  assert.match(row!, /^[0-9a-f-]+…? +k +[0-9a-f]{12,}… +\S+ +active$/);
  assert.ok([title!, row!].every((line) => [...line].length <= 80), screen);
  const piped = await inTerminal("cloacina keys list | cat", [], { ...sandbox, columns: 80 });
  assert.match(piped.screen, /[0-9a-f]{64}/);
});
