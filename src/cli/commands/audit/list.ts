import type { AuditLogFiles } from "../../../domain/audit_chain.ts";
import { CloacinaError } from "../../../errors.ts";
import type { AuditLine } from "../../../formats/audit/audit_line.ts";
import { printDays } from "../../audit/day_bars.ts";
import { mutuallyExclusive } from "../../command_line/command_line_error.ts";
import { type ActsByDay, actsByDay } from "../../../domain/acts_by_day.ts";
import { auditFiles } from "../../audit/audit_files.ts";
import { auditFilter, type AuditFilterFlags } from "../../audit/audit_filter.ts";
import { AUDIT_COLUMNS, auditRow, formatFollowedLine } from "../../audit/audit_line_output.ts";
import type { NoHeaderFlag } from "../../command_line/flags.ts";
import type { CliContext } from "../../context.ts";
import { escapeJson, toSafeJson } from "../../../formats/escape.ts";
import { type LastItems, lastItems } from "../../terminal/last_items.ts";
import type { JsonFlag } from "../../terminal/output.ts";
import { displayName, STANDARD_STREAM } from "../../terminal/standard_streams.ts";
import type { AuditFlags } from "../../store/store_flags.ts";
import { printTable } from "../../terminal/print_table.ts";

/** The flags of `audit list`. */
export interface ListAuditFlags extends JsonFlag, NoHeaderFlag, AuditFlags, AuditFilterFlags {
  readonly limit?: number;
  readonly follow?: boolean;
  readonly byDay?: boolean;
}

/** How many lines, or days, are shown by default. */
const DEFAULT_LIMIT = 100;

const ACTION = "read the audit log";

/**
 * Shows the last lines of an audit log that the filters let pass; with `--follow` also those that are added, with
 * `--by-day` how many there are on each day.
 */
export default async function listAudit(
  this: CliContext,
  flags: ListAuditFlags,
  ...named: readonly string[]
): Promise<CloacinaError | undefined> {
  if (flags.follow && flags.byDay) throw mutuallyExclusive("--follow", "--by-day");
  requireNoEnd(flags);
  const passes = await auditFilter(this, flags);
  const files = filesToRead(this, flags, named);
  if (flags.follow) return await follow(this, flags, { files, passes });
  const limit = flags.limit ?? DEFAULT_LIMIT;
  const [last, days] = [lastItems<AuditLine>(limit), actsByDay(limit, this.now())];
  const { add } = flags.byDay ? days : last;
  let [unread, unchained] = [0, 0];
  for await (const { line, isUnchained } of linesOf(this, files)) {
    if (isUnchained) unchained++;
    else if (line === null) unread++;
    else if (passes(line)) add(line);
  }
  if (flags.byDay) await printDays(this.terminal, flags, days.days());
  else await printLines(this, flags, last.items());
  if (unchained > 0) await this.terminal.tell(unchainedNote(unchained));
  if (flags.byDay) await tellOfOtherDays(this, flags, days);
  else await tellOfEarlier(this, flags, last);
  await tellOfUnread(this, { unread, isOfInput: files.includes(STANDARD_STREAM) });
}

/** New lines are later than any time that has passed. */
function requireNoEnd({ follow, until }: ListAuditFlags): void {
  if (!follow || until === undefined) return;
  throw new CloacinaError(
    "invalid_request",
    `Cannot ${ACTION}: --follow and --until are mutually exclusive`,
    { hint: "--follow shows what is added from now on; --until shows only what is older" },
  );
}

/** Standard input is read where it is named, as anywhere; what is added to it, nobody can wait for beside files. */
function filesToRead(
  context: CliContext,
  flags: ListAuditFlags,
  named: readonly string[],
): AuditLogFiles {
  const isOfInput = !flags.follow && named.includes(STANDARD_STREAM);
  return isOfInput ? named : auditFiles(context, flags, { named, action: ACTION });
}

async function* linesOf({ auditLogs, terminal }: CliContext, files: AuditLogFiles) {
  if (typeof files === "string") return yield* auditLogs.read(files);
  for (const file of files) {
    yield* file === STANDARD_STREAM
      ? auditLogs.readStream(terminal.readInput(), displayName(file))
      : auditLogs.read([file]);
  }
}

async function printLines(
  { terminal }: CliContext,
  flags: JsonFlag & NoHeaderFlag,
  lines: readonly AuditLine[],
): Promise<void> {
  if (flags.json) return await terminal.write(toSafeJson(lines));
  if (lines.length === 0) return;
  await printTable(terminal, flags, { columns: AUDIT_COLUMNS, rows: lines.map(auditRow) });
}

function unchainedNote(count: number): string {
  const state = count === 1 ? "1 line follows none, and is" : `${count} lines follow none, and are`;
  return `warning: ${state} no part of the chain, left out; \`cloacina audit verify\` says where`;
}

async function tellOfEarlier(
  { terminal }: CliContext,
  { json }: ListAuditFlags,
  last: LastItems<AuditLine>,
): Promise<void> {
  const shown = last.items().length;
  if (shown === 0) {
    if (!json) await terminal.note("no lines");
  } else if (shown < last.count()) {
    await terminal.note(`note: the last ${shown} of ${last.count()} lines; --limit shows more`);
  }
}

async function tellOfOtherDays(
  { terminal }: CliContext,
  { json }: ListAuditFlags,
  days: ActsByDay,
): Promise<void> {
  const [earlier, later] = [days.earlier(), days.later()];
  if (days.days().length === 0 && later === 0 && !json) await terminal.note("no lines");
  if (earlier > 0) {
    await terminal.note(`note: ${linesAre(earlier)} of days before these; --limit shows more`);
  }
  if (later > 0) await terminal.tell(`warning: ${linesAre(later)} of days after today, left out`);
}

function linesAre(count: number): string {
  return count === 1 ? "1 line is" : `${count} lines are`;
}

async function tellOfUnread(
  { terminal }: CliContext,
  { unread, isOfInput }: { readonly unread: number; readonly isOfInput: boolean },
): Promise<void> {
  if (unread === 0) return;
  await terminal.note(
    isOfInput
      ? `note: ${unread} ${unread === 1 ? "line is" : "lines are"} none of an audit log, left out`
      : `note: ${unread} half-written, left out; \`cloacina audit verify\` says where`,
  );
}

/** Ends with Ctrl-C, as intended: no error is printed. */
async function follow(
  context: CliContext,
  flags: ListAuditFlags,
  { files, passes }: {
    readonly files: AuditLogFiles;
    readonly passes: (line: AuditLine) => boolean;
  },
): Promise<CloacinaError> {
  const format = flags.json ? formatJsonLine : formatFollowedLine;
  await context.untilStopped(async (signal) => {
    const stopped = new Promise<void>((resolve) =>
      signal.addEventListener("abort", () => resolve())
    );
    // A pipe that is not read from must not block the end.
    const print = (lines: readonly AuditLine[]) =>
      Promise.race([context.terminal.write(lines.map(format).join("")), stopped]);
    let last: LastItems<AuditLine> | null = lastItems(flags.limit ?? DEFAULT_LIMIT);
    for await (const read of context.auditLogs.follow(files, signal)) {
      if (signal.aborted) return;
      if (read?.isUnchained) await context.terminal.tell(unchainedNote(1));
      if (read === null) {
        if (last !== null) await print(last.items());
        last = null;
      } else if (read.line !== null && passes(read.line)) {
        if (last === null) await print([read.line]);
        else last.add(read.line);
      }
    }
  });
  return new CloacinaError("interrupted", "Cannot finish the command: interrupted");
}

function formatJsonLine(line: AuditLine): string {
  return `${escapeJson(JSON.stringify(line))}\n`;
}
