import assert from "node:assert/strict";
import { type Cli, withCli } from "../testkit/cli.ts";

/** Appends an entry to `audit.log` for each of these, in whose name a package is signed. */
export async function append(cli: Cli, ...actors: readonly string[]): Promise<void> {
  for (const actor of actors) {
    const { code, stderr } = await cli.run(
      `LOGNAME=${actor} cloacina package sign p --key k.pem --force --audit-log audit.log > quiet`,
    );
    assert.equal(code, 0, stderr);
  }
}

/** Calls `body` with the tool, a key file `k.pem` and a package `p`. */
export async function withKey(body: (cli: Cli) => Promise<void>): Promise<void> {
  await withCli(async (cli) => {
    await cli.run("cloacina keys generate --name k --output k.pem > quiet; echo x > p");
    await body(cli);
  });
}
