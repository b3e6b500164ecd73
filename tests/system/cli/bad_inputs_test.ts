import assert from "node:assert/strict";
import { ERROR_OUTCOMES } from "../../../src/errors.ts";
import { BAD_KEYS } from "../../testkit/bad_keys.ts";
import type { BadKey } from "../../testkit/bad_keys/bad_key.ts";
import { type Cli, type Said, withCli } from "../../testkit/cli.ts";
import { PASSPHRASE, SEED } from "../../testkit/sample_keys.ts";
import { findLeak } from "../../testkit/secrets.ts";
import { SIGNED_PACKAGE } from "../../testkit/signed_package.ts";

/** How many processes are at work at once. */
const LANES = 3;

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
  const { error, code: name, hint } = JSON.parse(stdout);
  assert.equal(name, bad.code, bad.name);
  assert.match(error, /^Cannot [^\n]+: [^\n]+$/, bad.name);
  assert.ok(error.includes(bad.message.replace("FILE", file)), `${bad.name}: ${error}`);
  assert.equal(code, ERROR_OUTCOMES[bad.code].exit, bad.name);
  assert.equal(stderr, `error: ${error}\n${hint === null ? "" : `hint: ${hint}\n`}`, bad.name);
  assert.equal(findLeak(stdout + stderr, Uint8Array.fromHex(SEED)), undefined, bad.name);
  assert.equal((stdout + stderr).includes(PASSPHRASE), false, bad.name);
}

async function list({ cwd }: Cli): Promise<readonly string[]> {
  return (await Array.fromAsync(Deno.readDir(cwd), ({ name }) => name)).sort();
}
