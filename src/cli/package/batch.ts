import { type HashedPackage, toPackageHash } from "../../domain/package_hash.ts";
import { shownPath } from "../../domain/shown_text.ts";
import { quoted } from "../../domain/quoted.ts";
import { CloacinaError, toCloacinaError } from "../../errors.ts";
import { errorDocument } from "../../contract/error_document.ts";
import type { CliContext } from "../context.ts";
import type { Json } from "../records/record_json.ts";
import { toSafeJson } from "../../formats/escape.ts";
import { type Fields, formatFields, type JsonFlag } from "../terminal/output.ts";
import { displayName, STANDARD_STREAM } from "../terminal/standard_streams.ts";
import type { PackageArguments } from "./package_flags.ts";
import { parseHash } from "./parse_hash.ts";

/** The flag of the commands that take many packages. */
export interface JobsFlag {
  readonly jobs?: number;
}

/** The packages of a command, and how they are hashed. */
interface Batch extends JobsFlag, PackageArguments {
  readonly paths: readonly string[];
  /** How many are worked on concurrently, if not `PACKAGES_AT_ONCE`. */
  readonly atOnce?: number;
  /** Is given each piece of standard input, if that is a package. */
  readonly onInput?: (chunk: Uint8Array) => void;
  /** Is given what each package begins with, unless another thread hashes it. */
  readonly onStart?: (path: string, start: Uint8Array) => void;
}

/** How many outcomes are printed without a summary. */
const UNSUMMARISED = 10;

/** The result or error for one package. */
export type Outcome<Value> =
  | { readonly path: string; readonly value: Value }
  | { readonly path: string; readonly error: CloacinaError };

/** How many packages are worked on concurrently: each may be asking a store or server. */
const PACKAGES_AT_ONCE = 16;

/** How many signatures are written concurrently: those that wait for the disk share its syncs. */
export const FILES_AT_ONCE = 128;

/**
 * Hashes every package, large ones on `--jobs` threads, and gives each to the task; with `--hash` there is one, hashed
 * already. One that fails does not stop the others. The outcomes are in the order of the paths.
 */
export async function processPackages<Value>(
  context: CliContext,
  {
    jobs = context.runtime.cores,
    paths,
    atOnce = PACKAGES_AT_ONCE,
    hash: known,
    scheme,
    onInput,
    onStart,
  }: Batch,
  task: (hashedPackage: HashedPackage, path: string) => Promise<Value>,
): Promise<readonly Outcome<Value>[]> {
  const { files, terminal } = context;
  const threads = Math.min(jobs, paths.length);
  return await terminal.withProgress(() => files.totalSize(paths), async (onBytes) => {
    const hasher = scheme === "provider"
      ? files.providerHasher(onBytes)
      : files.hasher(threads, onBytes, onStart);
    const hash = async (path: string) =>
      known !== undefined ? parseHash(known) : toPackageHash(
        await (path === STANDARD_STREAM ? files.hashInput(onInput) : hasher.hash(path)),
      );
    const attempt = async (path: string): Promise<Outcome<Value>> => {
      let isRead = false;
      try {
        const hashed = { name: quoted(displayName(path)), hash: await hash(path) };
        isRead = true;
        return { path, value: await task(hashed, path) };
      } catch (thrown) {
        // What cannot be read may be a secret and not a file.
        return { path: isRead ? path : shownPath(path), error: toCloacinaError(thrown) };
      }
    };
    const concurrency = threads === 1 ? 1 : atOnce;
    return await Array.fromAsync(mapInOrder(paths, concurrency, attempt)).finally(hasher.close);
  });
}

/** Does a further step with every package that has not failed, at most `concurrency` at a time. */
export async function mapOutcomes<Before, After>(
  outcomes: readonly Outcome<Before>[],
  concurrency: number,
  task: (value: Before, path: string) => Promise<After>,
): Promise<readonly Outcome<After>[]> {
  const attempt = async (outcome: Outcome<Before>): Promise<Outcome<After>> => {
    if ("error" in outcome) return outcome;
    const { path, value } = outcome;
    try {
      return { path, value: await task(value, path) };
    } catch (thrown) {
      return { path, error: toCloacinaError(thrown) };
    }
  };
  return await Array.fromAsync(mapInOrder(outcomes, concurrency, attempt));
}

/** How a value is printed: as an object of a JSON array, or as fields. */
export interface OutcomeFormat<Value> {
  /** What was done, in the summary of many: "verified". */
  readonly done: string;
  readonly isSkipped?: (value: Value) => boolean;
  readonly toJson: (value: Value, path: string) => Promise<Json>;
  /** What stands beside the error of a package that failed. */
  readonly ifFailed?: (path: string) => Json | Promise<Json>;
  readonly toFields: (value: Value, path: string) => Fields | Promise<Fields>;
}

/** The outcomes of a command, and how they are printed. */
interface Outcomes<Value> {
  readonly outcomes: readonly Outcome<Value>[];
  readonly format: OutcomeFormat<Value>;
}

/** Prints every outcome. Returns the first failure, already printed, for its exit code. */
export async function printOutcomes<Value>(
  { terminal }: CliContext,
  { json }: JsonFlag,
  { outcomes, format }: Outcomes<Value>,
): Promise<CloacinaError | undefined> {
  if (json) {
    const documents = await Array.fromAsync(outcomes, (one) => toDocument(one, format));
    await terminal.write(toSafeJson(documents));
  }
  let text = "";
  for (const outcome of outcomes) {
    if (!("error" in outcome)) {
      if (json) continue;
      const fields = await format.toFields(outcome.value, outcome.path);
      text += await formatFields(fields, terminal.columns);
      continue;
    }
    // Keeps the order of results and errors.
    await terminal.write(text);
    text = "";
    await terminal.error(outcome.error);
  }
  await terminal.write(text);
  if (!json && outcomes.length > UNSUMMARISED) await terminal.note(summary(outcomes, format));
  return outcomes.find((outcome) => "error" in outcome)?.error;
}

/** As "verified 19 of 20 files, 1 failed": many lines hide the one that matters. */
function summary<Value>(
  outcomes: readonly Outcome<Value>[],
  { done, isSkipped = () => false }: OutcomeFormat<Value>,
): string {
  const failed = outcomes.filter((outcome) => "error" in outcome).length;
  const skipped =
    outcomes.filter((outcome) => "value" in outcome && isSkipped(outcome.value)).length;
  const all = outcomes.length;
  if (failed + skipped === 0) return `${done} ${all} files`;
  const rest = [
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ];
  return `${done} ${all - failed - skipped} of ${all} files, ${rest.join(", ")}`;
}

async function toDocument<Value>(
  outcome: Outcome<Value>,
  { toJson, ifFailed }: OutcomeFormat<Value>,
): Promise<Json> {
  const { path } = outcome;
  return "error" in outcome
    ? { package: path, ...await ifFailed?.(path), ...errorDocument(outcome.error) }
    : { package: path, ...await toJson(outcome.value, path) };
}

/** Runs a task on every item, at most `concurrency` at a time, and yields the results in the order of the items. */
export async function* mapInOrder<Item, Result>(
  items: readonly Item[],
  concurrency: number,
  task: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const running: Promise<Result>[] = [];
  for (const item of items) {
    const result = task(item);
    // It may fail before its turn: that is no unhandled rejection.
    result.catch(() => {});
    running.push(result);
    if (running.length === concurrency) yield await running.shift()!;
  }
  for (const result of running) yield await result;
}

/** Hashes one package; `-` is standard input. Throws where it cannot be read. */
export async function hashPackage(context: CliContext, path: string): Promise<HashedPackage> {
  const [outcome] = await processPackages(
    context,
    { paths: [path] },
    (one) => Promise.resolve(one),
  );
  if ("error" in outcome!) throw outcome.error;
  return outcome!.value;
}
