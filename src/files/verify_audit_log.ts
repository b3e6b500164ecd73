import { sha256Hex } from "../crypto/sha256.ts";
import type {
  AuditFault,
  AuditLogFiles,
  AuditPlace,
  AuditReport,
  NotedLine,
  UnchainedLines,
} from "../domain/audit_chain.ts";
import {
  NO_PREVIOUS_LINE,
  parseAuditLine,
  previousOfAuditLine,
} from "../formats/audit/audit_line.ts";
import { linesOf, type LogLine } from "./audit_log_lines.ts";
import { toIoError } from "./io_error.ts";
import type { OpenAuditLog } from "./open_audit_log.ts";
import { closeAuditLogs, openAuditLogs } from "./open_audit_logs.ts";

const ACTION = "verify the audit log";

/** The maximum number of faults, and of incomplete lines, that are listed. */
const MAX_LISTED = 100;

/** What to check in a log besides its hash chain. */
export interface AuditQuestion {
  /** Hashes of lines to find. */
  readonly noted: readonly string[];
  /** Whether the first line may follow a missing line with this hash. A line that starts a chain always may. */
  readonly mayFollow: (hash: string) => boolean;
}

/** A fault, with the hash of the line that should precede it. */
interface Break extends Omit<AuditFault, "predecessor" | "beginsAnew"> {
  readonly claimed: string;
}

/** A line and its place. */
interface PlacedLine {
  readonly bytes: LogLine;
  readonly place: AuditPlace;
}

/**
 * Verifies the hash chain of an audit log as it is now, as a stream: its files, oldest first, each continuing the chain
 * of the previous one. Finds lines that were edited, removed, moved or inserted. Lines removed at the end, and a log
 * that was rewritten as a whole, are detected only by comparing an earlier `head`.
 */
export async function verifyAuditLog(
  files: AuditLogFiles,
  question: AuditQuestion = { noted: [], mayFollow: () => false },
): Promise<AuditReport> {
  const logs = await openAuditLogs(files, ACTION);
  try {
    return await verify(logs, question);
  } catch (error) {
    throw toIoError(error, ACTION, logs.map(({ path }) => path).join(", "));
  } finally {
    closeAuditLogs(logs);
  }
}

async function verify(
  logs: readonly OpenAuditLog[],
  question: AuditQuestion,
): Promise<AuditReport> {
  const { breaks, ...report } = await followChain(logs, question);
  const faults = await withPredecessors(logs, breaks);
  return { files: logs.map(({ path }) => path), ...report, faults };
}

async function followChain(logs: readonly OpenAuditLog[], question: AuditQuestion) {
  const wanted = new Set(question.noted);
  const noted = new Map<string, NotedLine>();
  const [breaks, halfWritten]: [Break[], AuditPlace[]] = [[], []];
  let [lines, start, head, isTorn] = [0, NO_PREVIOUS_LINE, NO_PREVIOUS_LINE, false];
  let previous: AuditPlace | null = null;
  let unchained: UnchainedLines | null = null;
  const note = (hash: string, place: AuditPlace | null) => {
    if (wanted.has(hash)) noted.set(hash, { place, count: lines });
  };
  for await (const { bytes, place } of placedLines(logs)) {
    const claimed = bytes && previousOfAuditLine(bytes);
    isTorn = claimed === null;
    if (bytes !== null && claimed === null && parseAuditLine(bytes) !== null) {
      unchained = oneMore(unchained, place);
      continue;
    }
    if (bytes === null || claimed === null) {
      if (halfWritten.length <= MAX_LISTED) halfWritten.push(place);
      continue;
    }
    if (previous === null) note(start = claimed, null);
    const isInPlace = previous === null
      ? claimed === NO_PREVIOUS_LINE || question.mayFollow(claimed)
      : claimed === head;
    if (!isInPlace && breaks.length <= MAX_LISTED) breaks.push({ place, previous, claimed });
    [lines, previous, head] = [lines + 1, place, sha256Hex(bytes)];
    note(head, place);
  }
  const isCutOff = breaks.length > MAX_LISTED || halfWritten.length > MAX_LISTED;
  return {
    ...{ lines, start, head, unchained, isTorn, isCutOff, noted },
    halfWritten: halfWritten.slice(0, MAX_LISTED),
    breaks: breaks.slice(0, MAX_LISTED),
  };
}

function oneMore(found: UnchainedLines | null, place: AuditPlace): UnchainedLines {
  return { first: found?.first ?? place, count: (found?.count ?? 0) + 1 };
}

/** If there are faults, reads the log again to find the lines that the faulty ones refer to. */
async function withPredecessors(
  logs: readonly OpenAuditLog[],
  breaks: readonly Break[],
): Promise<readonly AuditFault[]> {
  if (breaks.length === 0) return [];
  const wanted = new Set(breaks.map(({ claimed }) => claimed));
  const found = new Map<string, AuditPlace>();
  for await (const { bytes, place } of placedLines(logs)) {
    const hash = bytes && sha256Hex(bytes);
    if (hash !== null && wanted.has(hash)) found.set(hash, place);
  }
  return breaks.map(({ place, previous, claimed }) => ({
    place,
    previous,
    predecessor: found.get(claimed) ?? null,
    beginsAnew: claimed === NO_PREVIOUS_LINE,
  }));
}

async function* placedLines(logs: readonly OpenAuditLog[]): AsyncGenerator<PlacedLine> {
  for (const { path, file, length } of logs) {
    let number = 0;
    for await (const bytes of linesOf(file, length)) {
      yield { bytes, place: { file: path, line: ++number } };
    }
  }
}
