import assert from "node:assert/strict";
import { BAD_KEYS } from "../testkit/bad_keys.ts";
import { BAD_SIGNATURES } from "../testkit/bad_signatures.ts";
import { type Cli, withCli } from "../testkit/cli.ts";
import { SIGNED_PACKAGE } from "../testkit/signed_package.ts";

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

/** The good package many times, each with one bad signature beside it. Returns the packages' names. */
async function writeSignatures(cli: Cli): Promise<readonly string[]> {
  await cli.write("good.pub.pem", SIGNED_PACKAGE.publicKeyPem);
  for (const [index, { bytes }] of BAD_SIGNATURES.entries()) {
    await cli.write(`p${index}`, SIGNED_PACKAGE.packageBytes);
    await cli.write(`p${index}.sig`, bytes);
  }
  return BAD_SIGNATURES.map((_, index) => `p${index}`);
}
