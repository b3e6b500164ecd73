import type { NamedVersion } from "../../domain/minimum_version.ts";
import { quoted } from "../../domain/quoted.ts";
import { isRange } from "../../domain/versions.ts";
import { CloacinaError, hasCode, toCloacinaError } from "../../errors.ts";
import {
  MAX_MINIMUM_VERSIONS_BYTES,
  type MinimumVersions,
  parseMinimumVersions,
  serializeMinimumVersions,
} from "../../formats/statement/minimum_versions.ts";
import { auditingFailure } from "../../operations/audit_failure.ts";
import { raiseMinimum, requireNotOlder } from "../../operations/package/judge_version.ts";
import type { AuditEvent } from "../../domain/audit_event.ts";
import type { AuditTrail } from "../../operations/parts.ts";
import type { CliContext, Files } from "../context.ts";
import { displayName, STANDARD_STREAM } from "../terminal/standard_streams.ts";
import { FILES_AT_ONCE, mapOutcomes, type Outcome } from "./batch.ts";
import type { JudgedStatement } from "./judge_shown.ts";

const ACTION = "read the minimum versions in";

/** The mode of a new file: it holds no secret. */
const NEW_MODE = 0o644;

/** A package that passed all else; without a statement it would not have. */
interface Passed {
  readonly stated: JudgedStatement | null;
}

/** The outcomes of a batch, and the line in the audit log of a package that is refused after all. */
interface Batch<Value> {
  readonly outcomes: readonly Outcome<Value>[];
  readonly audit: AuditTrail;
  readonly toEvent: (value: Value, error: CloacinaError) => AuditEvent;
}

/** The file as it is. */
interface Kept {
  readonly minimum: MinimumVersions;
  readonly mode: number;
  readonly isNew: boolean;
}

/**
 * Throws, before anything is verified, if the file could not be raised or others could change it: its folder must be this
 * user's alone, as whoever can make a file beside it can hold its lock.
 */
export async function requireMinimumVersions({ files }: CliContext, path: string): Promise<void> {
  if (path === STANDARD_STREAM) throw noFile(path);
  if (isVersion(path)) throw versionGiven();
  files.requireTrustedFolderOf(path, ACTION);
  await files.requireWritable([{ path, mode: NEW_MODE }], "replace");
  read(files, path);
}

/**
 * Refuses the packages that are older than one of their name that was accepted before, and keeps the versions of the
 * others: of processes at the same time the highest stays. All are judged by the file as it was before this batch, so
 * that it does not count which of them is hashed first. By then the audit log says of each that it passed.
 */
export async function keepMinimum<Value extends Passed>(
  context: CliContext,
  path: string,
  { outcomes, audit, toEvent }: Batch<Value>,
): Promise<readonly Outcome<Value>[]> {
  const judged = context.files.withLock(path, () => judgeAndRaise(context, path, outcomes));
  const refusals = await judged.catch((thrown) => refusingAll(outcomes, toCloacinaError(thrown)));
  return await mapOutcomes(outcomes, FILES_AT_ONCE, async (value) => {
    const refusal = refusals.get(value);
    if (refusal === undefined) return value;
    return await auditingFailure(audit, (error) => [toEvent(value, error)], () => {
      throw refusal;
    });
  });
}

type Refusals = ReadonlyMap<Passed, CloacinaError>;

async function judgeAndRaise(
  { files, terminal }: CliContext,
  path: string,
  outcomes: readonly Outcome<Passed>[],
): Promise<Refusals> {
  const { minimum, mode, isNew } = read(files, path);
  const accepted: NamedVersion[] = [];
  const refusals = new Map<Passed, CloacinaError>();
  for (const outcome of outcomes) {
    if ("error" in outcome) continue;
    const { value } = outcome;
    try {
      const shown = quoted(displayName(outcome.path));
      accepted.push(requireNotOlder(minimum, value.stated!.statement, shown));
    } catch (thrown) {
      refusals.set(value, toCloacinaError(thrown));
    }
  }
  const raised = raiseMinimum(minimum, accepted);
  if (raised === null) return refusals;
  await files.write([{ path, bytes: serializeMinimumVersions(raised, path), mode }], "replace");
  // A mistyped path, which refuses nothing, must not look like one that was checked.
  if (isNew) await terminal.note(`note: ${quoted(path)} is new: no version was too old for it`);
  return refusals;
}

/** What could not be kept lets nothing pass. */
function refusingAll(outcomes: readonly Outcome<Passed>[], error: CloacinaError): Refusals {
  return new Map(outcomes.flatMap((one) => "error" in one ? [] : [[one.value, error]]));
}

/** What was never written keeps nothing yet. */
function read(files: Files, path: string): Kept {
  try {
    const { bytes, mode } = files.readTrusted(path, MAX_MINIMUM_VERSIONS_BYTES, ACTION);
    return { minimum: parseMinimumVersions(bytes, path), mode: mode ?? NEW_MODE, isNew: false };
  } catch (error) {
    if (!hasCode(error, "file_not_found")) throw error;
    return { minimum: new Map(), mode: NEW_MODE, isNew: true };
  }
}

/** A version or a range, alone or after a name: as the path of a new file it would let every package pass. */
function isVersion(path: string): boolean {
  return path !== "" && !path.includes("/") && isRange(path.slice(path.indexOf("=") + 1));
}

function versionGiven(): CloacinaError {
  return new CloacinaError(
    "invalid_request",
    "Cannot verify: --minimum-version takes a file or 'store', not a version",
    {
      hint:
        "--require 'version=>=1.2' refuses a version that is older; write ./NAME for a file of such a name",
    },
  );
}

function noFile(path: string): CloacinaError {
  return new CloacinaError(
    "invalid_request",
    "Cannot verify: minimum versions are kept in a file or the store",
    { hint: `give a file with --minimum-version FILE; ./${path} is one of this name` },
  );
}
