import { createHash } from "node:crypto";
import { dirname, join, resolve } from "node:path";
import { CloacinaError } from "../src/errors.ts";
import { firstErrorLine, runCommand } from "./compile/run_command.ts";
import { runScript } from "./compile/run_script.ts";
import { takeRuntime } from "./compile/runtime_from.ts";

/**
 * A published executable that Deno 2.7.11 compiled for linux x64: where Deno's download host is out
 * of reach, its runtime is had from npm. Only the runtime is used, and only if it is this one.
 */
const DONOR = {
  package: "@stdy/cli-linux-x64@0.22.2",
  integrity:
    "sha512-kp5QdG26EC8gEzVXI0YgzmiiFHz7DFCNRLNfAWa2rDPHr/jUBnfkP8AlbTPmv0YNQpnKn1wzSWHFw88fn/OTog==",
  member: "package/bin/steady",
  denoVersion: "2.7.11",
  target: "x86_64-unknown-linux-gnu",
  runtimeSha256: "f12d5d3886d5ea138304fb8d67d7396cfbedf53656676132152cb89f3fa4d8e6",
} as const;

const USAGE = "Cannot fetch a runtime: name the file to write, as in ci_runtime.ts FILE";

async function fetchDonor(path: string): Promise<void> {
  if (await isDonor(path)) return;
  const temporary = await Deno.makeTempDir({ prefix: "cloacina-runtime-" });
  try {
    const archive = await packDonor(temporary);
    requireIntegrity(await Deno.readFile(archive));
    await run("tar", ["-xzf", archive, DONOR.member], temporary);
    const executable = await Deno.readFile(join(temporary, DONOR.member));
    requireRuntime(executable);
    await install(executable, path);
  } finally {
    await Deno.remove(temporary, { recursive: true });
  }
}

/** Whether an earlier call left the executable there, whole. */
async function isDonor(path: string): Promise<boolean> {
  try {
    requireRuntime(await Deno.readFile(path));
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof CloacinaError) return false;
    throw error;
  }
}

async function packDonor(folder: string): Promise<string> {
  const output = await run("npm", ["pack", "--json", DONOR.package], folder);
  return join(folder, JSON.parse(output)[0].filename);
}

function requireIntegrity(archive: Uint8Array): void {
  const found = `sha512-${createHash("sha512").update(archive).digest("base64")}`;
  if (found !== DONOR.integrity) throw refused(`its integrity is ${found}`);
}

function requireRuntime(executable: Uint8Array): void {
  const { sha256 } = takeRuntime(executable, DONOR.member, DONOR);
  if (sha256 !== DONOR.runtimeSha256) throw refused(`the SHA-256 of its runtime is ${sha256}`);
}

async function install(executable: Uint8Array, path: string): Promise<void> {
  await Deno.mkdir(dirname(resolve(path)), { recursive: true });
  const temporary = `${path}.${crypto.randomUUID()}`;
  await Deno.writeFile(temporary, executable, { createNew: true });
  await Deno.rename(temporary, path);
}

async function run(program: string, args: readonly string[], cwd: string): Promise<string> {
  const { success, stdout, stderr } = await runCommand(program, args, { cwd });
  if (success) return stdout;
  const message = `Cannot fetch ${DONOR.package}: ${program}: ${firstErrorLine(stderr)}`;
  throw new CloacinaError("io_failed", message);
}

function refused(state: string): CloacinaError {
  return new CloacinaError("invalid_request", `Cannot use ${DONOR.package}: ${state}`);
}

async function main(path: string | undefined): Promise<void> {
  if (path === undefined) throw new CloacinaError("invalid_request", USAGE);
  await fetchDonor(path);
  console.log(path);
}

if (import.meta.main) Deno.exit(await runScript(() => main(Deno.args[0])));
