import { join } from "node:path";
import type { Build } from "../../src/build.ts";
import { CloacinaError } from "../../src/errors.ts";
import { runCommand } from "./run_command.ts";
import { sourceFlags } from "./source_flags.ts";

/** What an executable is made of, relative to the project's folder. */
export const PROGRAM_SOURCES = ["main.ts", "src", "deno.json", "deno.lock"] as const;

/** The part of `deno.json` that a build needs. */
export interface ProjectFacts {
  readonly version: string;
  /** The flags of the task that runs the program from source. */
  readonly sourceFlags: readonly string[];
}

/** Reads `deno.json`; throws where it names no version or no task `cloacina`. */
export async function readProject(root: string): Promise<ProjectFacts> {
  const denoJson = await Deno.readTextFile(join(root, "deno.json"));
  const { version } = JSON.parse(denoJson);
  if (typeof version !== "string") {
    throw new CloacinaError("invalid_request", "Cannot read deno.json: it needs a version");
  }
  return { version, sourceFlags: sourceFlags(denoJson) };
}

/** The version of an executable of Deno; throws `invalid_request` where it is something else. */
export async function readDenoVersion(deno: string, root: string): Promise<string> {
  const { stdout } = await runCommand(deno, ["--version"], { cwd: root });
  const version = /^deno (\S+)/.exec(stdout)?.[1];
  if (version !== undefined) return version;
  throw new CloacinaError("invalid_request", `Cannot compile with ${deno}: it is not Deno`);
}

/** The commit that the folder is a checkout of, `+dirty` where what is compiled differs, else `unknown`. */
export async function readCommit(root: string): Promise<Build["commit"]> {
  const git = async (...args: string[]) => {
    const nothing = { success: false, stdout: "" };
    return await runCommand("git", ["--no-optional-locks", ...args], { cwd: root })
      .catch(() => nothing);
  };
  // Inside another repository the prefix is not empty, and its commit is not that of this project.
  const prefix = await git("rev-parse", "--show-prefix");
  const head = await git("rev-parse", "--verify", "--quiet", "HEAD");
  if (!prefix.success || prefix.stdout.trim() !== "" || !head.success) return "unknown";
  const status = await git("status", "--porcelain", "--", ...PROGRAM_SOURCES);
  return head.stdout.trim() + (status.success && status.stdout === "" ? "" : "+dirty");
}

/** The day of a commit that `readCommit` returned, in UTC, so that two builds of it say the same; `unknown` of an unknown one. */
export async function readCommitDate(
  root: string,
  commit: Build["commit"],
): Promise<Build["date"]> {
  if (commit === "unknown") return "unknown";
  const shown = ["show", "--no-patch", "--format=%ct", commit.replace("+dirty", "")];
  const { stdout } = await runCommand("git", shown, { cwd: root });
  return new Date(Number(stdout) * 1000).toISOString().slice(0, 10);
}

/** A release says exactly what it was made of; throws `invalid_request` for a commit that does not. */
export function requireReleasable(commit: Build["commit"]): void {
  if (/^[0-9a-f]{40,64}$/.test(commit)) return;
  const state = commit === "unknown" ? "its commit is unknown" : "it has uncommitted changes";
  throw new CloacinaError("invalid_request", `Cannot compile a release of this folder: ${state}`, {
    hint: "commit first, or compile without --release",
  });
}
