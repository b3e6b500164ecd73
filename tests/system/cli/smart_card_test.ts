import assert from "node:assert/strict";
import { withCli } from "../../testkit/cli.ts";
import { toolUnderTest } from "../../testkit/tool.ts";
import { writeProgram } from "../../testkit/write_program.ts";

/** Where Debian has it: an agent loads it only from folders like this one. */
const MODULE = "/usr/lib/softhsm/libsofthsm2.so";

const tool = await toolUnderTest();

/** A card with an Ed25519 key is added, and asked to sign; then again, once it has an RSA key as well. */
const SCRIPT = `export SSH_ASKPASS="$PWD/ask" SSH_ASKPASS_REQUIRE=force DISPLAY=none
put() {
  openssl genpkey -quiet -algorithm $1 -out $1.pem
  softhsm2-util --import $1.pem --token card --label $1 --id $2 --pin 1234 > quiet
}
try() {
  ssh-add -s ${MODULE} 2>&1
  cloacina package sign pkg.so --key ssh-agent: 2>&1
  echo $?
}
softhsm2-util --init-token --free --label card --pin 1234 --so-pin 5678 > quiet
put ed25519 01
try
put rsa 02
try
`;

if (tool.kind !== "cloacina-offline") {
  Deno.test(`an agent before OpenSSH 10.1 leaves out the Ed25519 key of a card, against ${tool.kind}`, () =>
    withCli(async (cli) => {
      await cli.write("pkg.so", "package\n");
      await cli.write("softhsm2.conf", `directories.tokendir = ${cli.cwd}/tokens\n`);
      await Deno.mkdir(`${cli.cwd}/tokens`, { mode: 0o700 });
      await writeProgram(`${cli.cwd}/ask`, "#!/bin/sh\necho 1234\n");
      await cli.write("script", SCRIPT);
      const variables = { SOFTHSM2_CONF: `${cli.cwd}/softhsm2.conf` };
      const { stdout, stderr } = await cli.run("ssh-agent sh ./script", variables);
      assert.equal(stderr, "");
      const missing = "error: Cannot find the key in the agent: it holds no Ed25519 key";
      assert.deepEqual(stdout.replace(/SHA256:\S+/, "SHA256:…").trimEnd().split("\n"), [
        `Could not add card "${MODULE}": agent refused operation`,
        missing,
        "hint: it lists no keys: `ssh-add FILE` adds one, and `ssh-add -X` unlocks an agent that is locked",
        "3",
        `Card added: ${MODULE}`,
        missing,
        'hint: it holds SHA256:… (ssh-rsa, "rsa")',
        "3",
      ]);
    }));
}
