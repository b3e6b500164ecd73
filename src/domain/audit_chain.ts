import { quoted } from "./quoted.ts";

/** A line of an audit log. Lines are counted from 1, in each file. */
export interface AuditPlace {
  readonly file: string;
  readonly line: number;
}

/** A place where an audit log does not hang together. */
export interface AuditFault {
  /** The line that names another predecessor than the one it has. */
  readonly place: AuditPlace;
  /** The whole line that stands before it; null at the start of the log. */
  readonly previous: AuditPlace | null;
  /** Where the line that it names stands instead; null where that line, as it was, is nowhere. */
  readonly predecessor: AuditPlace | null;
  /** True for a line that names none: it begins a chain. */
  readonly beginsAnew: boolean;
}

/** A line that was asked for by its hash. */
export interface NotedLine {
  /** Null for the line before the first: the log goes on from it. */
  readonly place: AuditPlace | null;
  /** How many whole lines there are up to it, itself included. */
  readonly count: number;
}

/** Lines that make no chain: nothing can be verified of them. */
export interface UnchainedLines {
  readonly count: number;
  readonly first: AuditPlace;
}

/** What was found in an audit log of one file or several. */
export interface AuditReport {
  /** Oldest first. */
  readonly files: readonly string[];
  /** Whole lines of the chain. */
  readonly lines: number;
  /** What the first whole line names as the line before it: 64 zeros where nothing was before. */
  readonly start: string;
  /** SHA-256 of the last whole line, `start` where there is none. Whoever noted it knows later whether lines were removed at the end. */
  readonly head: string;
  /** What is no line, such as half of one that a crash left. */
  readonly halfWritten: readonly AuditPlace[];
  /** Lines that name none before them, as those of a stream do; null where there are none. */
  readonly unchained: UnchainedLines | null;
  /** Whether the end of the log is no line of a chain. */
  readonly isTorn: boolean;
  readonly faults: readonly AuditFault[];
  /** True where there are more faults or half-written lines than are listed. */
  readonly isCutOff: boolean;
  /** Those of the hashes that were asked for that the chain has. */
  readonly noted: ReadonlyMap<string, NotedLine>;
}

/** What an audit fault means, in words. Hashes cannot tell an edit from a removal. */
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

/** A line as messages call it: by its file, too, where there are several. */
export function describeAuditPlace({ file, line }: AuditPlace, files: readonly string[]): string {
  return files.length === 1 ? `line ${line}` : `line ${line} of ${quoted(file)}`;
}

/** Lines that are none of a chain, in words. */
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
