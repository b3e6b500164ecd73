import assert from "node:assert/strict";
import { ERROR_OUTCOMES } from "../../src/errors.ts";
import { BAD_KEYS } from "../testkit/bad_keys.ts";
import type { BadKey } from "../testkit/bad_keys/bad_key.ts";
import { BAD_SIGNATURES } from "../testkit/bad_signatures.ts";
import { type Cli, type Said, withCli } from "../testkit/cli.ts";
import { PASSPHRASE, SEED } from "../testkit/sample_keys.ts";
import { findLeak } from "../testkit/secrets.ts";
import { SIGNED_PACKAGE } from "../testkit/signed_package.ts";

/** How many processes are at work at once. */
const LANES = 3;

Deno.test("there are at least 120 bad files: 150 signatures and more, 100 keys and more", () => {
  assert.ok(BAD_SIGNATURES.length >= 150, `${BAD_SIGNATURES.length} signatures`);
  assert.ok(BAD_KEYS.length >= 100, `${BAD_KEYS.length} keys`);
});

Deno.test("every bad signature is refused with its code, all of them in one call", async () => {
  await withCli(async (cli) => {
    const names = await writeSignatures(cli);
    const line = `cloacina package verify ${names.join(" ")} --trust-key good.pub.pem --json`;
    const { stdout, code } = await cli.run(line);
    const outcomes: readonly Record<string, string>[] = JSON.parse(stdout);
    assert.deepEqual(
      outcomes.map(({ package: name, code }) => [name, code]),
      BAD_SIGNATURES.map(({ code }, index) => [names[index], code]),
    );
    for (const [index, { name, fragment }] of BAD_SIGNATURES.entries()) {
      const message = outcomes[index]!.error!;
      assert.match(message, /^Cannot [^\n]+: [^\n]+$/, name);
      assert.ok(message.includes(fragment), `${name}: ${message}`);
    }
    assert.equal(code, BAD_SIGNATURES[0]!.exit);
  });
});

Deno.test("a bad signature decides the exit code, one of each kind", async () => {
  await withCli(async (cli) => {
    const names = await writeSignatures(cli);
    for (const exit of new Set(BAD_SIGNATURES.map(({ exit }) => exit))) {
      const name = names[BAD_SIGNATURES.findIndex((bad) => bad.exit === exit)];
      const { code } = await cli.run(`cloacina package verify ${name} --trust-key good.pub.pem`);
      assert.equal(code, exit);
    }
  });
});

Deno.test("every bad key is refused with its code, says nothing of the key and writes nothing", async () => {
  await withCli(async (cli) => {
    await cli.write("pkg", SIGNED_PACKAGE.packageBytes);
    await cli.write("pkg.sig", SIGNED_PACKAGE.signatureFile);
    const before = await list(cli);
    const left = [...BAD_KEYS];
    const lane = async () => {
      for (let bad = left.pop(); bad !== undefined; bad = left.pop()) await refuse(cli, bad);
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    assert.deepEqual(
      await list(cli),
      [...before, ...BAD_KEYS.map((_, index) => `k${index}`)].sort(),
    );
  });
});

/** The good package many times, each with one bad signature beside it. Returns the packages' names. */
async function writeSignatures(cli: Cli): Promise<readonly string[]> {
  await cli.write("good.pub.pem", SIGNED_PACKAGE.publicKeyPem);
  for (const [index, { bytes }] of BAD_SIGNATURES.entries()) {
    await cli.write(`p${index}`, SIGNED_PACKAGE.packageBytes);
    await cli.write(`p${index}.sig`, bytes);
  }
  return BAD_SIGNATURES.map((_, index) => `p${index}`);
}

/** Gives the tool a bad key where it wants a good one. */
async function refuse(cli: Cli, bad: BadKey): Promise<void> {
  const file = `k${BAD_KEYS.indexOf(bad)}`;
  await cli.write(file, bad.bytes);
  const command = bad.wanted === "private"
    ? `cloacina package sign pkg --key ${file} --output ${file}.sig --json`
    : `cloacina package verify pkg --trust-key ${file} --json`;
  const said = await cli.run(command, { CLOACINA_PASSPHRASE: bad.passphrase });
  assertRefused(bad, file, said);
}

function assertRefused(bad: BadKey, file: string, { stdout, stderr, code }: Said): void {
  const { error, ...others } = JSON.parse(stdout);
  assert.deepEqual(others, { code: bad.code }, bad.name);
  assert.match(error, /^Cannot [^\n]+: [^\n]+$/, bad.name);
  assert.ok(error.includes(bad.message.replace("FILE", file)), `${bad.name}: ${error}`);
  assert.equal(code, ERROR_OUTCOMES[bad.code].exit, bad.name);
  assert.equal(stderr, "", bad.name);
  assert.equal(findLeak(stdout, Uint8Array.fromHex(SEED)), undefined, bad.name);
  assert.equal(stdout.includes(PASSPHRASE), false, bad.name);
}

async function list({ cwd }: Cli): Promise<readonly string[]> {
  return (await Array.fromAsync(Deno.readDir(cwd), ({ name }) => name)).sort();
}
