import assert from "node:assert/strict";
import { withCli } from "../testkit/cli.ts";

const ORG = "c0ffee00-0f0e-4d5c-9a39-0d6a4f1f2b11";

const CERTIFICATE = "-----BEGIN CERTIFICATE-----\n";

/** A file that begins as it should and is longer than it may be, a command that reads it, and what that says of it. */
const LONG: readonly (readonly [begin: string, length: number, command: string, says: string])[] = [
  // What is cut off may be what makes the connection safe, such as sslmode=verify-full.
  [
    "postgres://user@127.0.0.1:1/db?application_name=",
    4097,
    `keys list --org ${ORG} --database-url file:long`,
    'read the database\'s URL "long": it is over 4 KiB',
  ],
  [
    "0".repeat(64),
    4097,
    `keys generate --name n --org ${ORG} --key-dir d --master-key file:long`,
    'read the master key "long": it is over 4 KiB',
  ],
  [
    "{}",
    32 * 1024 + 1,
    "package sign p --key k.pem --predicate long --predicate-type https://example.com/v1",
    'read the predicate "long": it is over 32 KiB',
  ],
  [
    CERTIFICATE,
    1024 * 1024 + 1,
    "serve --tls-cert long --tls-key long",
    'read the certificate "long": it is over 1 MiB',
  ],
  [
    "p\n",
    16 * 1024 * 1024 + 1,
    "package verify --files-from long --trust-key k.pub.pem",
    'read the list of files in "long": it is over 16 MiB',
  ],
];

for (const [begin, length, command, says] of LONG) {
  Deno.test(`a file that is too long is refused, and not cut: ${command}`, () =>
    withCli(async (cli) => {
      await cli.write("p", "package");
      await cli.run("cloacina keys generate --name n --output k.pem");
      await cli.write("long", begin.padEnd(length, begin.startsWith("postgres:") ? "a" : "\n"));
      assert.deepEqual(await cli.run(`cloacina ${command}`), {
        stdout: "",
        stderr: `error: Cannot ${says}\n`,
        code: 1,
      });
    }));
}
