import { type Act, ACTS, type DayOfActs } from "../../domain/acts_by_day.ts";
import type { NoHeaderFlag } from "../command_line/flags.ts";
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

/** Prints the acts of each day: as bars on a terminal, elsewhere as numbers. */
export async function printDays(
  terminal: Pick<Terminal, "columns" | "write" | "note">,
  flags: JsonFlag & NoHeaderFlag,
  days: readonly DayOfActs[],
): Promise<void> {
  if (flags.json) return await terminal.write(toSafeJson(days.map(withTotal)));
  if (days.length === 0) return;
  if (terminal.columns !== null) return await terminal.write(bars(days, flags, terminal.columns));
  const columns = ["day", ...ACTS, "total"].map((title) => ({ title }));
  const rows = days.map((day) =>
    [day.day, ...ACTS.map((act) => day[act]), totalOf(day)].map(String)
  );
  await printTable(terminal, flags, { columns, rows });
}

/** A line for each day, of at most `columns` cells; 0 is a terminal that does not know. */
function bars(
  days: readonly DayOfActs[],
  { noHeader }: NoHeaderFlag,
  columns: number,
): string {
  const most = days.reduce((most, day) => Math.max(most, totalOf(day)), 0);
  const digits = String(most).length;
  const beside = days[0]!.day.length + digits + 2 * GAP.length;
  // Each act may be rounded up to a cell.
  const room = Math.max(1, Math.min(MAX_BAR, (columns || 80) - beside) - (ACTS.length - 1));
  const header = noHeader ? [] : legendLines(columns || 80);
  const lines = days.map((day) =>
    [day.day, String(totalOf(day)).padStart(digits), barOf(day, room / most)].join(GAP).trimEnd()
  );
  return [...header, ...lines].map((line) => `${line}\n`).join("");
}

/** A line is broken between acts, not between one and what it is in a bar. */
function legendLines(width: number): readonly string[] {
  const acts = ACTS.map((act) => `${GLYPHS[act]}\u00a0${act}`).join(GAP);
  return valueLines(acts, width, ({ length }) => length)
    .map((line) => line.replaceAll("\u00a0", " ").trim());
}

/** The bar of a day: an act that happened at all has at least one cell, so that a few refusals are not lost. */
function barOf(day: DayOfActs, cellsPerAct: number): string {
  return ACTS.map((act) =>
    GLYPHS[act].repeat(day[act] === 0 ? 0 : Math.max(1, Math.floor(day[act] * cellsPerAct)))
  ).join("");
}

function withTotal(day: DayOfActs): object {
  return { ...day, total: totalOf(day) };
}

function totalOf(day: DayOfActs): number {
  return ACTS.reduce((sum, act) => sum + day[act], 0);
}
