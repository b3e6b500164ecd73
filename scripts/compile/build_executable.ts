import { CloacinaError } from "../../src/errors.ts";
import { BUNDLE_ENTRY } from "./bundle.ts";
import { checkExecutable } from "./check_executable.ts";
import { formatPermissionFlag, type PermissionFlag } from "./permissions.ts";
import { firstErrorLine, runCommand } from "./run_command.ts";
import type { Target } from "./targets.ts";
import { V8_FLAGS } from "./v8_flags.ts";

/** One executable to compile. */
export interface ExecutablePlan {
  readonly deno: string;
  readonly denoVersion: string;
  readonly target: Target;
  readonly permissions: readonly PermissionFlag[];
  /** The folder of the bundle, and the names of the files in it, sorted. */
  readonly bundle: string;
  readonly files: readonly string[];
  /** A runtime to reuse; Deno downloads one where this is absent. */
  readonly runtimePath: string | undefined;
  readonly output: string;
}

/** Compiles a bundle and reads the executable back. The output file is new: nothing is replaced. */
export async function buildExecutable(plan: ExecutablePlan): Promise<void> {
  const env: Record<string, string> = { DENO_NO_PACKAGE_JSON: "1" };
  if (plan.runtimePath !== undefined) env["DENORT_BIN"] = plan.runtimePath;
  const { success, stderr } = await runCommand(plan.deno, compileArguments(plan), {
    cwd: plan.bundle,
    env,
  });
  if (!success) throw compileFailure(plan, stderr);
  checkExecutable(await Deno.readFile(plan.output), plan.output, plan);
}

/**
 * The arguments of `deno compile`. Without a code cache, because an executable that has one runs
 * whatever lies under a well-known name in the temporary directory, whoever put it there.
 */
export function compileArguments(plan: ExecutablePlan): string[] {
  const others = plan.files.filter((name) => name !== BUNDLE_ENTRY);
  return [
    "compile",
    ...["--no-config", "--no-lock", "--no-check", "--node-modules-dir=none"],
    ...["--no-code-cache", "--no-prompt", V8_FLAGS],
    ...plan.permissions.map(formatPermissionFlag),
    ...others.flatMap((name) => ["--include", name]),
    ...["--target", plan.target, "--output", plan.output],
    BUNDLE_ENTRY,
  ];
}

/** Why `deno compile` failed. A failed download of the runtime is recognised by the step that failed. */
export function compileFailure(
  plan: Pick<ExecutablePlan, "target" | "denoVersion" | "runtimePath">,
  stderr: string,
): CloacinaError {
  const what = `Cannot compile for ${plan.target}`;
  const isDownload = plan.runtimePath === undefined && /base binary|denort-/.test(stderr);
  if (!isDownload) {
    return new CloacinaError("invalid_request", `${what}: ${firstErrorLine(stderr)}`);
  }
  return new CloacinaError("io_failed", `${what}: Deno could not download its runtime`, {
    hint: `where its download host is out of reach, pass --runtime-from EXE, an executable that ` +
      `Deno ${plan.denoVersion} compiled for Linux; docs/getting-started.md says how`,
  });
}
