import assert from "node:assert/strict";
import { FINGERPRINT, PRIVATE_PEM } from "../testkit/sample_keys.ts";
import { type Cli, withCli } from "../testkit/cli.ts";

const PACKAGES = 2000;

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.test(`${signal} in the middle of ${PACKAGES} packages leaves whole signatures and nothing else`, async () => {
    await withPackages(async (cli) => {
      const { code, stderr } = await interrupt(cli, signal);
      assert.equal(stderr, "error: Cannot finish the command: interrupted\n");
      assert.equal(code, 130);
      assert.notEqual(await assertWholeSignatures(cli), 0);
      assert.deepEqual(await temporaries(cli), []);
    });
  });
}

Deno.test("SIGKILL leaves whole signatures, and what else it leaves is in nobody's way", async () => {
  await withPackages(async (cli) => {
    const { code } = await interrupt(cli, "SIGKILL");
    assert.equal(code, 128 + 9);
    assert.notEqual(await assertWholeSignatures(cli), 0);
    const again = await cli.run("cloacina package sign d/*.so --key k.pem --force > out");
    assert.deepEqual(again, { stdout: "", stderr: `signed ${PACKAGES} files\n`, code: 0 });
    assert.equal(await assertWholeSignatures(cli), PACKAGES);
  });
});

async function withPackages(body: (cli: Cli) => Promise<void>): Promise<void> {
  await withCli(async (cli) => {
    await cli.write("k.pem", PRIVATE_PEM);
    const make = `mkdir d; seq ${PACKAGES} | while read n; do echo $n > d/$n.so; done`;
    assert.equal((await cli.run(make)).code, 0);
    await body(cli);
  });
}

/** Sends a signal once the first signature is there. */
async function interrupt(cli: Cli, signal: Deno.Signal) {
  // The last package takes so long that the signal is never too late.
  await cli.run("truncate --size 1T last");
  const child = new Deno.Command("cloacina", {
    args: ["package", "sign", ...await names(cli, ".so"), "../last", "--key", "../k.pem"],
    cwd: `${cli.cwd}/d`,
    env: cli.env,
    clearEnv: true,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  while ((await names(cli, ".so.sig")).length === 0) await new Promise((go) => setTimeout(go, 1));
  child.kill(signal);
  const { code, stderr } = await child.output();
  return { code, stderr: new TextDecoder().decode(stderr) };
}

async function names({ cwd }: Cli, suffix: string): Promise<readonly string[]> {
  const all = await Array.fromAsync(Deno.readDir(`${cwd}/d`), ({ name }) => name);
  return all.filter((name) => name.endsWith(suffix));
}

async function temporaries(cli: Cli): Promise<readonly string[]> {
  return (await names(cli, "")).filter((name) => !/^\d+\.so(\.sig)?$/.test(name));
}

/** Reads every signature that is there; a half one is not even JSON. Returns how many there are. */
async function assertWholeSignatures(cli: Cli): Promise<number> {
  const signatures = await names(cli, ".so.sig");
  for (const name of signatures) {
    const text = await Deno.readTextFile(`${cli.cwd}/d/${name}`);
    assert.equal(JSON.parse(text).key_fingerprint, FINGERPRINT);
  }
  return signatures.length;
}
