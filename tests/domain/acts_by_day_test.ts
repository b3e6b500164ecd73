import assert from "node:assert/strict";
import { ACTS, actsByDay } from "../../src/domain/acts_by_day.ts";
import { AUDIT_EVENT_TYPES } from "../../src/domain/audit_event.ts";

const NOW = new Date("2026-11-29T12:00:00Z");

function event(timestamp: string, event_type = "package.signed") {
  return { timestamp, event_type };
}

Deno.test("days are those of UTC, and one without acts has zeros", () => {
  const acts = actsByDay(100, NOW);
  acts.add(event("2026-02-27T23:59:59.999Z"));
  acts.add(event("2026-03-01T00:30:00+01:00", "verification.failure"));
  acts.add(event("2026-03-01T00:00:00Z", "verification.success"));
  const zeros = { signed: 0, verified: 0, changed: 0, refused: 0, other: 0 };
  assert.deepEqual(acts.days(), [
    { ...zeros, day: "2026-02-27", signed: 1, events: [["package.signed", 1]] },
    { ...zeros, day: "2026-02-28", refused: 1, events: [["verification.failure", 1]] },
    { ...zeros, day: "2026-03-01", verified: 1, events: [["verification.success", 1]] },
  ]);
});

Deno.test("only the last days are kept, in whatever order they come, however many there were", () => {
  const acts = actsByDay(2, NOW);
  for (const day of ["03", "01", "02", "05", "04", "02"]) {
    acts.add(event(`2026-01-${day}T12:00:00Z`));
  }
  assert.deepEqual(acts.days().map(({ day, signed }) => [day, signed]), [
    ["2026-01-04", 1],
    ["2026-01-05", 1],
  ]);
  assert.equal(acts.earlier(), 4);
});

Deno.test("neither a time in the first year nor one in the last hides the days between", () => {
  const acts = actsByDay(10, NOW);
  acts.add(event("9999-12-31T00:00:00Z"));
  acts.add(event("2026-11-29T23:59:59.999Z"));
  acts.add(event("2026-11-30T00:00:00Z"));
  acts.add(event("0001-01-01T00:00:00Z"));
  assert.deepEqual(acts.days().map(({ day }) => day), ["2026-11-29"]);
  assert.deepEqual([acts.earlier(), acts.later()], [1, 2]);
});

Deno.test("the days of a log that ended long ago are its last ones", () => {
  const acts = actsByDay(2, NOW);
  for (const day of ["01", "02", "03"]) acts.add(event(`2019-01-${day}T12:00:00Z`));
  assert.deepEqual(acts.days().map(({ day }) => day), ["2019-01-02", "2019-01-03"]);
});

Deno.test("every event is one act, and one of a later version is another", () => {
  const acts = actsByDay(1, NOW);
  for (const type of [...AUDIT_EVENT_TYPES, "later.event"]) {
    acts.add(event("2026-01-01T00:00:00Z", type));
  }
  const [day] = acts.days();
  assert.deepEqual(ACTS.map((act) => [act, day![act]]), [
    ["signed", 1],
    ["verified", 1],
    ["changed", 14],
    ["refused", 18],
    ["other", 2],
  ]);
});

Deno.test("the events of a day are counted by their types, in the order of these, and those of later versions together", () => {
  const acts = actsByDay(2, NOW);
  const types = ["later.a", "package.signed", "key.exported", "later.b", "package.signed"];
  for (const type of types) acts.add(event("2026-01-03T00:00:00Z", type));
  acts.add(event("2026-01-01T00:00:00Z", "key.exported"));
  acts.add(event("2026-01-02T00:00:00Z", "toString"));
  assert.deepEqual(acts.days().map(({ events }) => events), [
    [["unknown", 1]],
    [["key.exported", 1], ["package.signed", 2], ["unknown", 2]],
  ]);
  assert.equal(acts.earlier(), 1);
});

Deno.test("a day between without acts has no events", () => {
  const acts = actsByDay(3, NOW);
  for (const day of ["01", "03"]) acts.add(event(`2026-01-${day}T12:00:00Z`));
  assert.deepEqual(acts.days().map(({ events }) => events.length), [1, 0, 1]);
});

Deno.test("no act is no day", () => {
  assert.deepEqual([actsByDay(5, NOW).days(), actsByDay(5, NOW).earlier()], [[], 0]);
});
