/**
 * Transcripts: the tool as a person types it, with all that it prints and returns.
 *
 *     # A key is shown by its fingerprint, the same one that openssl computes.
 *     needs: openssl
 *
 *     $ cloacina keys generate --name dev --output ./k.pem
 *     > name         dev
 *     > fingerprint  <fingerprint:made>
 *
 *     $ openssl pkey -pubin -in k.pub.pem -outform der | tail -c 32 | openssl dgst -r -sha256
 *     > <fingerprint:made> *stdin
 *
 *     $ cloacina package verify gone.cloacina --trust-key "$(cat name)"
 *     ! error: Cannot open gone.cloacina: no such file
 *     ? 3
 *
 *     -- name --
 *     k.pub.pem
 *
 * `$ ` starts a command; a line that ends with `\` goes on in the next. Below it stand its stdout
 * (`> `), its stderr (`! `) and its exit code (`? `, 0 if not given). All three are always asserted:
 * no lines means that nothing was printed. The order among the three does not matter. A sign with
 * nothing behind it is an empty line. Lines that start with `#`, and empty ones, say nothing.
 *
 * Commands are run by `sh`, each by its own, in one fresh directory: files last from command to
 * command, `cd` and variables do not. Of a pipe, the last part's exit code counts, as always in sh.
 * stdin is /dev/null, there is no terminal, PATH is the caller's with `cloacina` first, HOME and
 * CLOACINA_HOME are empty, TZ=UTC, LC_ALL=C.UTF-8, TERM=dumb, the umask 022, and nothing else is
 * set (`X=1 cloacina …` sets it). Below tests/system/, root runs them without its power to ignore
 * file permissions.
 * What a command leaves running is killed when it ends, and all of it after 300 s, which is a
 * failure. (`sh` makes what it starts with `&` ignore Ctrl-C: test that with pty.ts.)
 *
 * In an expected line these stand for what differs from run to run:
 *
 *     <fingerprint> <hex64>  64 lower-case hex digits
 *     <uuid>                 a UUID in lower case
 *     <base64>               standard base64 with padding
 *     <time>                 RFC 3339, UTC, whole seconds: 2026-01-28T12:00:00Z
 *     <version>              1.2.3, also with more parts or a suffix
 *     <number>               12 or 0.5
 *     <path>                 an absolute path without a space
 *     <any>                  one character or more
 *     <fingerprint:made>     such a value, kept as `made`: wherever that name stands later, the
 *                            text must be the same, and later commands have it as "$made"
 *     <0x1b>                 this byte; also <0x20> for a space at a line's end
 *     <no newline>           at the end of the last line: it has no newline
 *
 * and a line `> …` or `! …` for any number of further lines of that stream. Any other `<word>` is
 * what it says. Text is compared byte by byte.
 *
 * `needs: a b` names programs that a bare machine does not have: above the first command those of the
 * whole transcript, above a later one those of that command alone. `deno task test` leaves out what
 * needs any; `deno task test:system` runs the transcript whole, and fails where a program is missing.
 * setpriv stands for permissions that count: without it, root may read and write everything.
 *
 * Above the first command, `only: cloacina-offline` names the builds that it is about: source,
 * cloacina, cloacina-offline; all of them if not given. At the end, `-- name --` starts a file, to
 * the next such line, that lies in the working directory from the start.
 */

import assert from "node:assert/strict";
import { type Sandbox, withSandbox } from "./sandbox.ts";
import { runShell, type ShellResult } from "./shell.ts";
import { packageOf } from "./system_programs.ts";
import type { Tool } from "./tool.ts";
import { compareStream } from "./transcript_compare.ts";
import type { Step, Transcript } from "./transcript_parse.ts";
import { type Captures, displayLine, fromBinary } from "./transcript_pattern.ts";

/** Milliseconds that one command may take: it is meant for one that hangs, on a machine however slow. */
const DEADLINE = 300_000;

interface Outcome {
  readonly captures: Captures;
  /** What to tell the reader; undefined if all was as expected. */
  readonly failure: string | undefined;
  readonly expired: boolean;
}

/**
 * Runs a transcript against `tool`. Throws an AssertionError that shows every command whose output
 * differs, with file and line; after a command that passed `deadline` (ms) no further one is run.
 */
export async function runTranscript(
  transcript: Transcript,
  tool: Tool,
  deadline: number = DEADLINE,
): Promise<void> {
  await withSandbox(tool, transcript.files, async (sandbox) => {
    await assertInstalled(transcript, sandbox);
    const failures = await runSteps(transcript, sandbox, deadline);
    if (failures.length > 0) assert.fail(`\n${failures.join("\n\n")}`);
  });
}

async function assertInstalled(
  { name, needs, steps }: Transcript,
  { cwd, env }: Sandbox,
): Promise<void> {
  for (const program of new Set([needs, ...steps.map((step) => step.needs)].flat())) {
    const line = 'command -v "$PROGRAM"';
    const options = { cwd, env: { ...env, PROGRAM: program }, deadline: DEADLINE };
    const { code } = await runShell(line, options);
    if (code !== 0) assert.fail(`${name} needs ${program}: install ${packageOf(program)}`);
  }
}

async function runSteps(
  transcript: Transcript,
  sandbox: Sandbox,
  deadline: number,
): Promise<readonly string[]> {
  const failures: string[] = [];
  let captures: Captures = new Map();
  for (const step of transcript.steps) {
    const outcome = await runStep(step, captures, sandbox, deadline);
    captures = outcome.captures;
    if (outcome.failure) failures.push(`${transcript.name}:${step.line}: ${outcome.failure}`);
    if (outcome.expired) break;
  }
  return failures;
}

async function runStep(
  step: Step,
  before: Captures,
  { cwd, env }: Sandbox,
  deadline: number,
): Promise<Outcome> {
  const options = { cwd, env: { ...env, ...variables(before) }, deadline };
  const result = await runShell(step.command, options);
  const stdout = compareStream(">", step.stdout, result.stdout, before);
  const stderr = compareStream("!", step.stderr, result.stderr, stdout.captures);
  const same = stdout.same && stderr.same && result.code === step.code && !result.expired;
  const diff = [...stdout.diff, ...stderr.diff, ...codeDiff(step, result)];
  return {
    captures: stderr.captures,
    failure: same ? undefined : failureText(step, result, diff, stderr.captures, deadline),
    expired: result.expired,
  };
}

function variables(captures: Captures): Record<string, string> {
  return Object.fromEntries(Array.from(captures, ([name, value]) => [name, fromBinary(value)]));
}

function codeDiff(step: Step, { code, expired }: ShellResult): readonly string[] {
  if (expired) return [];
  if (code === step.code) return code === 0 ? [] : [`  ? ${code}`];
  return [`- ? ${step.code}`, `+ ? ${code}`];
}

function failureText(
  step: Step,
  { expired }: ShellResult,
  diff: readonly string[],
  captures: Captures,
  deadline: number,
): string {
  const what = expired
    ? `still running after ${deadline / 1000} s; it was killed, with all that it started`
    : "not as expected";
  const command = step.command.replaceAll("\n", "\n    ");
  return [`${what} (- expected, + printed)`, `  $ ${command}`, ...diff, ...legend(step, captures)]
    .join("\n");
}

// What the names in this step's expected lines stand for.
function legend({ stdout, stderr }: Step, captures: Captures): readonly string[] {
  const text = [...stdout.lines, ...stderr.lines].map((line) => line.text).join("\n");
  return Array.from(captures)
    .filter(([name]) => text.includes(`:${name}>`))
    .map(([name, value]) => `  with ${name} = ${displayLine(`${value}\n`)}`);
}
