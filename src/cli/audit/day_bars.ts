import { type Act, ACTS, type DayOfActs } from "../../domain/acts_by_day.ts";
import type { NoHeaderFlag } from "../command_line/flags.ts";
import { pageWidth } from "../command_line/page_width.ts";
import { valueLines } from "../terminal/card.ts";
import type { JsonFlag } from "../terminal/output.ts";
import { toSafeJson } from "../../formats/escape.ts";
import { printTable } from "../terminal/print_table.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** What each act is in a bar, so that the parts are told apart without colours. */
const GLYPHS: Readonly<Record<Act, string>> = {
  signed: "█",
  verified: "▓",
  changed: "▒",
  refused: "░",
  other: "·",
};

/** No bar is longer than this, however wide the terminal. */
const MAX_BAR = 60;

const GAP = "  ";

/** How far the events of a day stand to the right of it. */
const INDENT = "    ";

/** Prints the acts and the events of each day: as bars on a terminal, elsewhere as numbers. */
export async function printDays(
  terminal: Pick<Terminal, "columns" | "write" | "note">,
  flags: JsonFlag & NoHeaderFlag,
  days: readonly DayOfActs[],
): Promise<void> {
  if (flags.json) return await terminal.write(toSafeJson(days.map(toJson)));
  if (days.length === 0) return;
  if (terminal.columns !== null) {
    return await terminal.write(bars(days, flags, pageWidth(terminal)));
  }
  const columns = ["day", ...ACTS, "total", "events"].map((title) => ({ title }));
  const rows = days.map((day) =>
    [day.day, ...ACTS.map((act) => day[act]), totalOf(day), eventCounts(day).join(", ")].map(String)
  );
  await printTable(terminal, flags, { columns, rows });
}

/** A line for each day and those of its events, of at most `width` cells. */
function bars(
  days: readonly DayOfActs[],
  { noHeader }: NoHeaderFlag,
  width: number,
): string {
  const most = days.reduce((most, day) => Math.max(most, totalOf(day)), 0);
  const digits = String(most).length;
  const beside = days[0]!.day.length + digits + 2 * GAP.length;
  // Each act may be rounded up to a cell.
  const room = Math.max(1, Math.min(MAX_BAR, width - beside) - (ACTS.length - 1));
  const legend = ACTS.map((act) => `${GLYPHS[act]} ${act}`);
  const header = noHeader ? [] : brokenBetween(legend, GAP, width);
  const lines = days.flatMap((day) => [
    [day.day, String(totalOf(day)).padStart(digits), barOf(day, room / most)].join(GAP).trimEnd(),
    ...brokenBetween(eventCounts(day), ", ", width - INDENT.length).map((line) => INDENT + line),
  ]);
  return [...header, ...lines].map((line) => `${line}\n`).join("");
}

/** Items on lines of at most this width, each of which is on one line. */
function brokenBetween(
  items: readonly string[],
  separator: string,
  width: number,
): readonly string[] {
  if (items.length === 0) return [];
  const text = items.map((item) => item.replaceAll(" ", "\u00a0")).join(separator);
  return valueLines(text, width, ({ length }) => length)
    .map((line) => line.replaceAll("\u00a0", " ").trim());
}

function eventCounts({ events }: DayOfActs): readonly string[] {
  return events.map(([type, count]) => `${count} ${type}`);
}

/** The bar of a day: an act that happened at all has at least one cell, so that a few refusals are not lost. */
function barOf(day: DayOfActs, cellsPerAct: number): string {
  return ACTS.map((act) =>
    GLYPHS[act].repeat(day[act] === 0 ? 0 : Math.max(1, Math.floor(day[act] * cellsPerAct)))
  ).join("");
}

function toJson(day: DayOfActs): object {
  const { events, ...acts } = day;
  const counts = events.map(([event_type, count]) => ({ event_type, count }));
  return { ...acts, total: totalOf(day), events: counts };
}

function totalOf(day: DayOfActs): number {
  return ACTS.reduce((sum, act) => sum + day[act], 0);
}
