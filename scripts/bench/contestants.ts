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

/** Gathers our own programs and the installed peers. The empty program is compiled into the folder. */
export async function gatherContestants(
  executable: string,
  root: string,
  folder: string,
): Promise<Contestants> {
  const empty = await compileEmptyProgram(executable, root, folder);
  const peers = await installedPeers();
  return {
    contenders: [
      cloacina(OWN_NAMES.executable, [executable]),
      cloacina(OWN_NAMES.oneJob, [executable], ["--jobs", "1"]),
      cloacina(OWN_NAMES.source, await sourceCommand(root)),
      emptyProgram(empty),
      ...peers,
    ],
    versions: await readVersions(executable, peers),
  };
}

/** The command of the task `cloacina`, for any working directory. */
async function sourceCommand(root: string): Promise<Command> {
  const { sourceFlags } = await readProject(root);
  const config = join(root, "deno.json");
  return [Deno.execPath(), "run", "--config", config, ...sourceFlags, join(root, "main.ts")];
}

async function readVersions(executable: string, peers: readonly Peer[]): Promise<string[]> {
  const own = (await answerOf([executable, "--version"]) ?? "").trim().split("\n").join("; ");
  const source = `from source: deno ${Deno.version.deno} (v8 ${Deno.version.v8})`;
  const timer = (await answerOf(["hyperfine", "--version"]) ?? "").trim();
  return [own, source, ...await readPeerVersions(peers), timer];
}
