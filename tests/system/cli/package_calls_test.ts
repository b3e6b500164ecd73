import assert from "node:assert/strict";
import { dirname } from "node:path";
import { type Cli, withCli } from "../../testkit/cli.ts";
import { PRIVATE_PEM, PUBLIC_PEM } from "../../testkit/sample_keys.ts";
import { until } from "../../testkit/until.ts";
import { callsIn, runTraced } from "../testkit/strace.ts";

/** More than are signed at a time. */
const COUNT = 150;

/** A file that changed within two seconds before is hashed twice. */
const SETTLED_MS = 3000;

const PACKAGES = Array.from({ length: COUNT }, (_, index) => `${index}.so`);

/** How often a command made each call, over all packages and what lies beside them. */
type Counts = Readonly<Record<string, number>>;

/** Runs a command under strace on packages of 1 KiB that did not change of late. */
async function withPackages(body: (count: (command: string) => Promise<Counts>) => Promise<void>) {
  await withCli(async (cli) => {
    await cli.write("k.pem", PRIVATE_PEM);
    await cli.write("k.pub.pem", PUBLIC_PEM);
    await Deno.mkdir(`${cli.cwd}/p`);
    for (const name of PACKAGES) await cli.write(`p/${name}`, new Uint8Array(1024));
    const { ctime } = await Deno.stat(`${cli.cwd}/p/${PACKAGES.at(-1)!}`);
    await until(() => Date.now() - Number(ctime) > SETTLED_MS);
    await body((command) => countCalls(cli, command));
  });
}

async function countCalls({ cwd }: Cli, command: string): Promise<Counts> {
  const tool = `${dirname(cwd)}/bin/cloacina`;
  const line = `cd "${cwd}" && exec "${tool}" ${command} "$PWD"/p/*.so`;
  const others = ["?lstat", "?newfstatat", "?readlinkat", "read", "pread64"];
  const { code, trace } = await runTraced(["sh", "-c", line], {
    paths: [],
    injections: [],
    others,
  });
  assert.equal(code, 0);
  const counts: Record<string, number> = {};
  for (const { name, path } of callsIn(trace, `${cwd}/p`)) {
    // Deno 2.9 looks at what it removes, which 2.7 does not.
    if (path === "" || (name === "statx" && path.includes(".tmp"))) continue;
    // The two versions of Deno that we use read at a position in different ways.
    const call = name === "pread64" ? "read" : name.replace(/at2?$/, "");
    counts[call] = (counts[call] ?? 0) + 1;
  }
  return counts;
}

Deno.test("each package that is signed is opened, read and closed once, and its signature is written, synced and named once", () =>
  withPackages(async (count) => {
    const { close, ...calls } = await count("package sign --key k.pem");
    assert.deepEqual(calls, {
      // The package and the new file.
      open: 2 * COUNT,
      // Of the package, before and after it is read.
      statx: 2 * COUNT,
      read: COUNT,
      write: COUNT,
      fsync: COUNT,
      link: COUNT,
      unlink: COUNT,
    });
    assert(close! <= 3 * COUNT, `${close} files were closed`);
  }));

Deno.test("each package that is verified is opened and read once, and so is its signature", () =>
  withPackages(async (count) => {
    await count("package sign --key k.pem");
    const calls = await count("package verify --trust-key k.pub.pem");
    assert.deepEqual(calls, {
      open: 2 * COUNT,
      statx: 3 * COUNT,
      // The end of a signature is seen by reading on.
      read: 3 * COUNT,
      close: 2 * COUNT,
    });
  }));
