import { quoted } from "./quoted.ts";

/** An audit log: files that were named, oldest first, or the path of the current one, which rotated files precede. */
export type AuditLogFiles = string | readonly string[];

/** A line of an audit log. Lines are numbered from 1 in each file. */
export interface AuditPlace {
  readonly file: string;
  readonly line: number;
}

/** A break in the hash chain of an audit log. */
export interface AuditFault {
  /** The line whose `previous` does not match the line before it. */
  readonly place: AuditPlace;
  /** The complete line before it; null at the start of the log. */
  readonly previous: AuditPlace | null;
  /** Where the line with the hash in its `previous` is; null if it is not in the log. */
  readonly predecessor: AuditPlace | null;
  /** True for a line that starts a new chain. */
  readonly beginsAnew: boolean;
}

/** A line that was looked up by its hash. */
export interface NotedLine {
  /** Null for the line before the first, which the log continues. */
  readonly place: AuditPlace | null;
  /** The number of complete lines up to and including it. */
  readonly count: number;
}

/** Lines without a hash chain, which cannot be verified. */
export interface UnchainedLines {
  readonly count: number;
  readonly first: AuditPlace;
}

/** The result of reading an audit log of one or more files. */
export interface AuditReport {
  /** Oldest first. */
  readonly files: readonly string[];
  /** The number of complete lines in the chain. */
  readonly lines: number;
  /** `previous` of the first complete line: 64 zeros at the beginning of a chain. */
  readonly start: string;
  /**
   * SHA-256 of the last complete line, or `start` if there is none. Comparing it with an earlier value shows whether
   * lines were removed at the end.
   */
  readonly head: string;
  /** Incomplete or malformed lines, such as one that was cut off by a crash. */
  readonly halfWritten: readonly AuditPlace[];
  /** Lines without `previous`, as on standard error; null if there are none. */
  readonly unchained: UnchainedLines | null;
  /** Whether the log ends in something other than a line of the chain. */
  readonly isTorn: boolean;
  readonly faults: readonly AuditFault[];
  /** True if there are more faults or incomplete lines than are listed. */
  readonly isCutOff: boolean;
  /** The requested hashes that were found in the chain. */
  readonly noted: ReadonlyMap<string, NotedLine>;
}

/** Whether a fault is a first line that follows another one, which is in none of the files. */
export function lacksBeginning({ previous, predecessor }: AuditFault): boolean {
  return previous === null && predecessor === null;
}

/** Describes an audit fault. Hashes cannot tell an edited line from a removed one. */
export function describeAuditFault(
  fault: AuditFault,
  { files }: Pick<AuditReport, "files">,
): string {
  const { place, previous, predecessor } = fault;
  const name = (named: AuditPlace) => describeAuditPlace(named, files);
  if (predecessor !== null) {
    return `${name(place)} was written after ${name(predecessor)}: lines were moved or inserted`;
  }
  if (previous === null) {
    return `${
      name(place)
    } is not the first: lines or a file before it are missing, or it was edited`;
  }
  if (previous.file === place.file) return `${fileOf(place, files)}${describeGap(previous, place)}`;
  if (fault.beginsAnew) return `${name(place)} starts a new chain after ${name(previous)}`;
  return `${name(previous)} was edited, or lines between it and ${name(place)} were removed`;
}

/** A line as messages name it: with its file if there is more than one. */
export function describeAuditPlace({ file, line }: AuditPlace, files: readonly string[]): string {
  return files.length === 1 ? `line ${line}` : `line ${line} of ${quoted(file)}`;
}

/** Describes lines without a hash chain. */
export function describeUnchained(
  { count, first }: UnchainedLines,
  files: readonly string[],
): string {
  const place = describeAuditPlace(first, files);
  return count === 1
    ? `${place} names no line before it, so it is not part of the chain`
    : `${count} lines, the first of them ${place}, name no line before them, so they are not part of the chain`;
}

function fileOf({ file }: AuditPlace, files: readonly string[]): string {
  return files.length === 1 ? "" : `${quoted(file)}: `;
}

function describeGap({ line: before }: AuditPlace, { line }: AuditPlace): string {
  const suspect = Math.min(before + 1, line - 1);
  return `line ${suspect} was edited, or lines between ${before} and ${line} were removed`;
}
