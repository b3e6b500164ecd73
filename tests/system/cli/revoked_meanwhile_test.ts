import assert from "node:assert/strict";
import { inTerminal } from "../testkit/pty.ts";
import { type Sandbox, withSandbox } from "../../testkit/sandbox.ts";
import { runShell, type ShellResult } from "../../testkit/shell.ts";
import { toolUnderTest } from "../../testkit/tool.ts";
import { until } from "../../testkit/until.ts";

const tool = await toolUnderTest();
const ORG = "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11";
const DEADLINE = 300_000;

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
      assert.match(screen, /the key "k" \([-0-9a-f]{36}\):\sit\swas\srevoked\sat\s/);
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

const GRANTER = "1c0ffee0-0f0e-4d5c-9a39-0d6a4f1f2b22";
const GRANT = `--from ${GRANTER} --to ${ORG}`;

/** How the trust of an organisation ends, and what its verification then is. */
const ENDS = [
  ["its own trust", ORG, "keys trusted revoke k", 16, "key_revoked"],
  [
    "the trust that it gets by a grant",
    GRANTER,
    `orgs revoke-trust ${GRANT}`,
    11,
    "untrusted_signer",
  ],
] as const;

for (const [what, org, command, exitCode, reason] of ENDS) {
  meanwhileTest(
    `package verify: ${what} that ends while the audit log is waited for is ${reason}`,
    async (sandbox) => {
      const { cwd, env } = sandbox;
      const log = `${env["CLOACINA_HOME"]}/audit.log`;
      const sign = "CLOACINA_PASSPHRASE=hunter2 cloacina package sign pkg.so --key-id k";
      await succeed(sandbox, `cloacina orgs grant-trust ${GRANT} && ${sign}`);
      const before = (await lines(sandbox)).length;
      const trace = `${cwd}/trace`;
      const verify = `cloacina package verify pkg.so --org ${org} --signature pkg.so.sig`;
      const held = Promise.withResolvers<() => void>();
      const verified = Promise.withResolvers<ShellResult>();
      const verifyToTheLock = async () => {
        held.resolve(await holdLock(log));
        verified.resolve(runShell(
          `strace -f -qq -o ${trace} -e trace=flock -P ${log} ${verify}`,
          { ...sandbox, deadline: DEADLINE },
        ));
        await until(async () =>
          (await Deno.readTextFile(trace).catch(() => "")).includes("EAGAIN")
        );
      };
      // It waits at its question by then: to start would take it part of the 10 s that a lock is waited for.
      const ended = await inTerminal(`cloacina ${command} --audit-log ${cwd}/other.log`, [
        { await: "[y/N]", meanwhile: verifyToTheLock, type: "y\r" },
      ], sandbox);
      (await held.promise)();
      assert.equal(ended.code, 0, ended.screen);
      const { code, stdout, stderr } = await verified.promise;
      assert.deepEqual([code, stdout.length], [exitCode, 0], new TextDecoder().decode(stderr));
      const told = (await Deno.readTextFile(log)).trimEnd().split("\n").slice(before + 2);
      assert.deepEqual(
        told.map((line) => JSON.parse(line)).map((
          line,
        ) => [line.event_type, line.reason, line.retracts]),
        [
          ["verification.success", undefined, undefined],
          ["verification.failure", reason, true],
        ],
      );
    },
  );
}

/** Holds the lock of a file, as another writer of the audit log does. */
async function holdLock(path: string): Promise<() => void> {
  const file = await Deno.open(path);
  await file.lock(true);
  return () => file.close();
}
