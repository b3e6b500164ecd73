import assert from "node:assert/strict";
import { inTerminal } from "../testkit/pty.ts";
import { type Sandbox, withSandbox } from "../testkit/sandbox.ts";
import { runShell } from "../testkit/shell.ts";
import { toolUnderTest } from "../testkit/tool.ts";

const tool = await toolUnderTest();
const ORG = "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11";
const DEADLINE = 60_000;

/** A key directory with the trusted key k, behind the passphrase hunter2. */
function meanwhileTest(what: string, body: (sandbox: Sandbox) => Promise<void>): void {
  Deno.test(`${what}, against ${tool.kind}`, () =>
    withSandbox(tool, new Map([["pkg.so", "package\n"]]), async ({ cwd, env }) => {
      const sandbox = { cwd, env: { ...env, CLOACINA_ORG: ORG } };
      await succeed(sandbox, "CLOACINA_PASSPHRASE=hunter2 cloacina keys generate --name k --trust");
      await body(sandbox);
    }));
}

async function succeed(sandbox: Sandbox, line: string): Promise<void> {
  const { code, stderr } = await runShell(line, { ...sandbox, deadline: DEADLINE });
  assert.equal(code, 0, new TextDecoder().decode(stderr));
}

const revoke = (sandbox: Sandbox) => succeed(sandbox, "cloacina keys revoke k --yes");

/** The types of the lines since the key was made. */
async function lines({ env }: Sandbox): Promise<readonly string[]> {
  const text = await Deno.readTextFile(`${env["CLOACINA_HOME"]}/audit.log`);
  return text.trimEnd().split("\n").map((line) => JSON.parse(line).event_type).slice(2);
}

async function files({ cwd }: Sandbox): Promise<readonly string[]> {
  return (await Array.fromAsync(Deno.readDir(cwd))).map(({ name }) => name).sort();
}

const ATTEMPTS = [
  ["package sign pkg.so --key-id k", "package.sign.failure"],
  ["package sign pkg.so --key-id k --store", "package.sign.failure"],
  ["package sign pkg.so --key-id k --store --output out.sig", "package.sign.failure"],
  ["keys export k --private --no-encrypt --output out.pem", "key.export_failed"],
  ["keys rotate k --name next", "key.signing.create_failed"],
] as const;

for (const [command, failure] of ATTEMPTS) {
  meanwhileTest(
    `${command}: a key that is revoked while the passphrase is asked for is key_revoked`,
    async (sandbox) => {
      const { code, screen } = await inTerminal(`cloacina ${command}`, [{
        await: "Passphrase for the key directory",
        meanwhile: () => revoke(sandbox),
        type: "hunter2\r",
      }], sandbox);
      assert.equal(code, 16, screen);
      assert.match(screen, /the key k \([-0-9a-f]{36}\): it was revoked at /);
      assert.deepEqual(await lines(sandbox), ["key.signing.revoked", failure]);
      assert.deepEqual(await files(sandbox), ["pkg.so"]);
    },
  );
}

meanwhileTest(
  "a key that is revoked before the passphrase comes on standard input is key_revoked",
  async (sandbox) => {
    const sign = "cloacina package sign pkg.so --key-id k --passphrase-file -";
    const line = `(cloacina keys revoke k --yes > out; echo hunter2) | ${sign}`;
    const { code, stderr } = await runShell(line, { ...sandbox, deadline: DEADLINE });
    assert.equal(code, 16, new TextDecoder().decode(stderr));
    const told = await lines(sandbox);
    assert.deepEqual(told.filter((type) => type === "package.signed"), []);
    assert.deepEqual(await files(sandbox), ["out", "pkg.so"]);
  },
);
