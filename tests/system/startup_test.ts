import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { withCli } from "../testkit/cli.ts";
import {
  LOCKED_OPENSSH_PEM,
  PASSPHRASE,
  PBKDF2_PEM,
  PRIVATE_PEM,
  PUBLIC_PEM,
} from "../testkit/sample_keys.ts";
import { LOCKED_MINISIGN_KEY, NIX_PUBLIC_KEY } from "../testkit/sample_foreign_keys.ts";
import { runTraced } from "./testkit/strace.ts";
import { sourceFlags } from "../../scripts/compile/source_flags.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** A library's file in Deno's cache: the name of the package, then its version. */
const LIBRARY_FILE = /\/npm\/[^/"]+\/((?:@[^/"]+\/)?[^/"]+)\/\d[^/"]*\/[^"]+\.(?:c|m)?js"/g;

/** A command, the packages that it is to load, and its exit code if that is not 0. */
type Row = readonly [command: string, packages: readonly string[], code?: number];

/** Prints the version without reading a command line. */
const VERSION = "--version";

/** What each command is to load, beside the package that reads the command line. */
const LOADED: readonly Row[] = [
  [VERSION, []],
  ["--help", []],
  ["package verify --help", []],
  // It looks whether the store is ready: a key directory, whose files it would read.
  ["doctor --json", ["zod"]],
  ["completions bash", []],
  ["man package sign", []],
  ["serve --help", []],
  ["tokens create --help", []],
  // It would speak to a server, and is none.
  ["doctor --json --api-url http://127.0.0.1:9 --api-key file:token", ["zod"], 2],
  ["keys generate --name k --output new.pem", []],
  ["keys show plain.pem", []],
  ["keys convert plain.pem --format ssh", []],
  ["package sign pkg --key plain.pem --output plain.sig", []],
  ["package verify pkg --trust-key pub.pem --signature good.sig", []],
  ["audit list ascii.log", ["zod"]],
  // Not at a terminal, where columns are as wide as their text.
  ["audit list wide.log", ["zod"]],
  ["package sign pkg --key minisign.key --passphrase-file p --output d.sig", []],
  ["package verify pkg --trust-key nix.pub --signature good.sig", []],
  // What is loaded is seen: these need it.
  [
    "package sign pkg --key pbkdf2.pem --passphrase-file p --output b.sig",
    ["@peculiar/utils", "asn1js"],
  ],
  [
    "package sign pkg --key ssh.pem --passphrase-file p --output c.sig",
    ["bcrypt-pbkdf", "tweetnacl"],
  ],
];

Deno.test("every command, run from source, loads the libraries that it needs and no other", async () => {
  await withCli(async (cli) => {
    await cli.write("plain.pem", PRIVATE_PEM);
    await cli.write("pub.pem", PUBLIC_PEM);
    await cli.write("pbkdf2.pem", PBKDF2_PEM);
    await cli.write("ssh.pem", LOCKED_OPENSSH_PEM);
    await cli.write("minisign.key", LOCKED_MINISIGN_KEY);
    await cli.write("nix.pub", NIX_PUBLIC_KEY);
    await cli.write("p", PASSPHRASE);
    await cli.write("pkg", "package\n");
    await cli.write("token", `clk_${"A".repeat(43)}`);
    await cli.run("cloacina package sign pkg --key plain.pem --output good.sig");
    await cli.run("cloacina keys generate --name k --output a.pem --audit-log ascii.log");
    await cli.run("cloacina keys generate --name 签名 --output b.pem --audit-log wide.log");
    const flags = sourceFlags(await Deno.readTextFile(`${root}deno.json`));
    const start = [
      Deno.execPath(),
      "run",
      "--config",
      `${root}deno.json`,
      ...flags,
      `${root}main.ts`,
    ];
    for (const [command, packages, expected = 0] of LOADED) {
      const line = `cd "$1"; shift; exec "$@"`;
      const traced = ["sh", "-c", line, "sh", cli.cwd, ...start, ...command.split(" ")];
      const { code, trace } = await runTraced(traced);
      assert.equal(code, expected, command);
      const reader = command === VERSION ? [] : ["@stricli/core"];
      assert.deepEqual(loadedBy(trace), [...reader, ...packages].sort(), command);
    }
  });
});

function loadedBy(trace: string): readonly string[] {
  const found = trace.matchAll(LIBRARY_FILE);
  return [...new Set(Array.from(found, ([, name]) => name!))].sort();
}
