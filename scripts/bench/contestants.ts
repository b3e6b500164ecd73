import { join } from "node:path";
import { readProject } from "../compile/facts.ts";
import type { Command, Contender } from "./contender.ts";
import { compileEmptyProgram } from "./empty_program.ts";
import { answerOf } from "./installed.ts";
import { cloacina, emptyProgram, OWN_NAMES } from "./own.ts";
import { installedPeers, type Peer, readPeerVersions } from "./peers.ts";

/** The tools of a run, in the order of the rows, and their versions. */
export interface Contestants {
  readonly contenders: readonly Contender[];
  readonly versions: readonly string[];
}

/** The executables to measure; `baseline` is one of another build, if there is one to compare with. */
export interface Executables {
  readonly executable: string;
  readonly offline: string;
  readonly baseline: string | undefined;
}

/** Gathers our own programs and the installed peers. The empty program is compiled into the folder. */
export async function gatherContestants(
  { executable, offline, baseline }: Executables,
  root: string,
  folder: string,
): Promise<Contestants> {
  const empty = await compileEmptyProgram(executable, root, folder);
  const peers = await installedPeers();
  return {
    contenders: [
      cloacina(OWN_NAMES.executable, [executable]),
      cloacina(OWN_NAMES.offline, [offline]),
      ...baseline === undefined ? [] : [cloacina(OWN_NAMES.baseline, [baseline])],
      cloacina(OWN_NAMES.oneJob, [executable], ["--jobs", "1"]),
      cloacina(OWN_NAMES.source, await sourceCommand(root)),
      emptyProgram(empty),
      ...peers,
    ],
    versions: await readVersions({ executable, offline, baseline }, peers),
  };
}

/** The command of the task `cloacina`, for any working directory. */
async function sourceCommand(root: string): Promise<Command> {
  const { sourceFlags } = await readProject(root);
  const config = join(root, "deno.json");
  return [Deno.execPath(), "run", "--config", config, ...sourceFlags, join(root, "main.ts")];
}

async function readVersions(
  { executable, baseline }: Executables,
  peers: readonly Peer[],
): Promise<string[]> {
  const own = await describe(executable);
  const before = baseline === undefined ? [] : [`baseline: ${await describe(baseline)}`];
  const source = `from source: deno ${Deno.version.deno} (v8 ${Deno.version.v8})`;
  const timer = (await answerOf(["hyperfine", "--version"]) ?? "").trim();
  return [own, ...before, source, ...await readPeerVersions(peers), timer];
}

/** What an executable says of itself, in one line. */
async function describe(executable: string): Promise<string> {
  return (await answerOf([executable, "--version"]) ?? "").trim().split("\n").join("; ");
}
