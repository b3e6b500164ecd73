import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import type { Cli } from "../testkit/cli.ts";
import { readActionDefinition } from "./action_definition.ts";
import { readOutputFile } from "./output_file.ts";
import { readRunnerLog, type RunnerCommand } from "./runner_log.ts";

/** What the action left behind, as the runner sees it. */
export interface ActionRun {
  readonly code: number;
  /** What people read, with the masks applied. */
  readonly log: string;
  readonly commands: readonly RunnerCommand[];
  readonly outputs: ReadonlyMap<string, string>;
  readonly summary: string;
  /** The folders that later steps find on the PATH. */
  readonly path: string;
}

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** What the runner knows of the action. */
const CONTEXT: Readonly<Record<string, string>> = { action_repository: "owner/repo" };

const FILES = ["GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_STEP_SUMMARY"] as const;

/** Runs action.yml as the runner does, in the working directory of `cli`; `variables` are those of the job. */
export async function runAction(
  cli: Cli,
  inputs: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, string>> = {},
): Promise<ActionRun> {
  const action = readActionDefinition(await Deno.readTextFile(`${ROOT}action.yml`));
  const values = new Map(action.inputs);
  for (const [name, value] of Object.entries(inputs)) {
    assert.ok(values.has(name), `there is no input ${name}`);
    values.set(name, value);
  }
  for (const name of action.context.values()) assert.ok(name in CONTEXT, name);
  const known = Array.from(action.context, ([variable, name]) => [variable, CONTEXT[name]]);
  const env = Array.from(action.env, ([variable, input]) => [variable, values.get(input) ?? ""]);
  const temporary = await Deno.makeTempDir({ prefix: "cloacina-runner-" });
  try {
    const files = FILES.map((name) => [name, `${temporary}/${name}`] as const);
    for (const [, path] of files) await Deno.writeTextFile(path, "");
    await Deno.writeTextFile(`${temporary}/step.sh`, `${action.run}\n`);
    const { stdout, code } = await cli.run(
      `bash --noprofile --norc -eo pipefail ${temporary}/step.sh 2>&1`,
      {
        ...Object.fromEntries(env),
        ...Object.fromEntries(known),
        ...Object.fromEntries(files),
        GITHUB_ACTION_PATH: ROOT,
        RUNNER_TEMP: temporary,
        ...variables,
      },
    );
    const read = (name: typeof FILES[number]) => Deno.readTextFile(`${temporary}/${name}`);
    assert.equal(await read("GITHUB_ENV"), "");
    const outputs = readOutputFile(await read("GITHUB_OUTPUT"));
    for (const name of outputs.keys()) assert.ok(action.outputs.includes(name), name);
    const report = outputs.get("report");
    if (report !== undefined) outputs.set("report", await Deno.readTextFile(report));
    const summary = await read("GITHUB_STEP_SUMMARY");
    const path = await read("GITHUB_PATH");
    return { code, ...readRunnerLog(stdout), outputs, summary, path };
  } finally {
    await Deno.remove(temporary, { recursive: true });
  }
}
