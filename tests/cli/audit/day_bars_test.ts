import assert from "node:assert/strict";
import { printDays } from "../../../src/cli/audit/day_bars.ts";
import type { DayOfActs } from "../../../src/domain/acts_by_day.ts";

const NONE = { signed: 0, verified: 0, changed: 0, refused: 0, other: 0, events: [] };

const EVENTS = [
  ["key.trust_acl.revoke_failed", 10],
  ["package.signed", 30],
  ["verification.success", 20],
] as const;

const DAYS: readonly DayOfActs[] = [
  { ...NONE, day: "2026-01-01", signed: 30, verified: 20, changed: 10, events: EVENTS },
  { ...NONE, day: "2026-01-02" },
  { ...NONE, day: "2026-01-03", signed: 1_000_000, verified: 1, changed: 1, refused: 1, other: 1 },
];

async function printed(columns: number | null, days = DAYS): Promise<string> {
  let output = "";
  const write = (text: string | Uint8Array) => Promise.resolve(void (output += text));
  await printDays({ columns, write, note: write }, {}, days);
  return output;
}

Deno.test("bars fit the terminal, and what happened at all can be seen", async () => {
  for (const columns of [40, 80, 200]) {
    const lines = (await printed(columns)).trimEnd().split("\n");
    assert(lines.every(({ length }) => length <= columns), lines.join("\n"));
    assert.match(lines.at(-1)!, /^2026-01-03 {2}1000004 {2}█+▓▒░·$/);
    assert.equal(lines.at(-2), "2026-01-02        0");
  }
});

Deno.test("the longest bar takes the room that there is, and its parts are in proportion", async () => {
  const [day] = DAYS;
  const lines = (await printed(80, [day!])).trimEnd().split("\n");
  assert.deepEqual(lines, [
    "█ signed  ▓ verified  ▒ changed  ░ refused  · other",
    `2026-01-01  60  ${"█".repeat(28)}${"▓".repeat(18)}${"▒".repeat(9)}`,
    "    10 key.trust_acl.revoke_failed, 30 package.signed, 20 verification.success",
  ]);
});

Deno.test("a legend that is wider than the terminal is broken", async () => {
  assert.match(await printed(40), /^█ signed {2}▓ verified {2}▒ changed\n░ refused {2}· other\n/);
});

Deno.test("the events of a day are broken between types, and any count fits", async () => {
  const ends = async (day: DayOfActs, columns: number) =>
    (await printed(columns, [day])).split("\n").filter((line) => line.startsWith("    "));
  assert.deepEqual(await ends(DAYS[0]!, 40), [
    "    10 key.trust_acl.revoke_failed,",
    "    30 package.signed,",
    "    20 verification.success",
  ]);
  const most = { ...DAYS[0]!, events: EVENTS.map(([type]) => [type, 2 ** 53] as const) };
  for (const columns of [20, 40, 80]) {
    assert((await ends(most, columns)).every(({ length }) => length <= columns));
  }
});

Deno.test("as JSON a day has the total, and how many events of each type there were", async () => {
  let output = "";
  const write = (text: string | Uint8Array) => Promise.resolve(void (output += text));
  await printDays({ columns: 80, write, note: write }, { json: true }, DAYS.slice(0, 2));
  const { events: _, ...none } = NONE;
  assert.deepEqual(JSON.parse(output), [
    {
      ...none,
      ...{ day: "2026-01-01", signed: 30, verified: 20, changed: 10, total: 60 },
      events: EVENTS.map(([event_type, count]) => ({ event_type, count })),
    },
    { ...none, day: "2026-01-02", total: 0, events: [] },
  ]);
});

Deno.test("elsewhere there are numbers", async () => {
  assert.equal(
    await printed(null, DAYS.slice(0, 1)),
    "day\tsigned\tverified\tchanged\trefused\tother\ttotal\tevents\n" +
      "2026-01-01\t30\t20\t10\t0\t0\t60\t" +
      "10 key.trust_acl.revoke_failed, 30 package.signed, 20 verification.success\n",
  );
  assert.equal(await printed(null, []), "");
});
