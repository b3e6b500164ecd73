import assert from "node:assert/strict";
import { FINGERPRINT, PRIVATE_PEM, PUBLIC_PEM } from "../testkit/sample_keys.ts";
import { type Cli, withCli } from "../testkit/cli.ts";

const MESSAGE = 'Cannot hash the package "big": it changed while it was read';
const HINT = "hint: wait until it has been written, then run the command again";

/** So large that what is appended comes while it is hashed, also where each write waits for others to be synced. */
const SIZE = 512 * 1024 * 1024;

/** Starts to append to the package before the tool looks at it, and goes on until after the tool has ended. */
async function whileAppending(cli: Cli, command: string) {
  await cli.run(`truncate --size ${SIZE} big`);
  const append = "while :; do echo x >> big; done";
  const begun = `until [ $(stat --format %s big) -gt ${SIZE} ]; do :; done`;
  return await cli.run(`(${append}) & ${begun}; ${command}; code=$?; kill $!; exit $code`);
}

for (const jobs of [1, 2]) {
  Deno.test(`a package that grows while it is hashed is not signed, on ${jobs} threads`, async () => {
    await withCli(async (cli) => {
      await cli.write("k.pem", PRIVATE_PEM);
      await cli.write("small", "package\n");
      const sign = `cloacina package sign big small --key k.pem --jobs ${jobs} --json`;
      const { stdout, stderr, code } = await whileAppending(cli, sign);
      const [big, small] = JSON.parse(stdout);
      const hint = HINT.slice("hint: ".length);
      assert.deepEqual(big, { package: "big", error: MESSAGE, code: "package_changed", hint });
      assert.equal(small.key_fingerprint, FINGERPRINT);
      assert.equal(stderr, `error: ${MESSAGE}\n${HINT}\n`);
      assert.equal(code, 1);
      await assert.rejects(Deno.lstat(`${cli.cwd}/big.sig`), Deno.errors.NotFound);
    });
  });
}

Deno.test("a package that grows while it is hashed is not verified either", async () => {
  await withCli(async (cli) => {
    await cli.write("k.pem", PRIVATE_PEM);
    await cli.write("k.pub.pem", PUBLIC_PEM);
    await cli.run(`truncate --size ${SIZE} big; cloacina package sign big --key k.pem`);
    const verify = "cloacina package verify big --trust-key k.pub.pem";
    const { stdout, stderr, code } = await whileAppending(cli, verify);
    assert.deepEqual([stdout, stderr, code], ["", `error: ${MESSAGE}\n${HINT}\n`, 1]);
  });
});
