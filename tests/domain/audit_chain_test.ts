import assert from "node:assert/strict";
import { type AuditPlace, describeAuditFault } from "../../src/domain/audit_chain.ts";

const at = (line: number, file = "b.log"): AuditPlace => ({ file, line });
const NOWHERE = { predecessor: null, beginsAnew: false } as const;

Deno.test("a fault in one file says which lines it is about", () => {
  const cases = [
    [
      { place: at(8), previous: at(7), ...NOWHERE },
      "line 7 was edited, or lines between 7 and 8 were removed",
    ],
    [
      { place: at(9), previous: at(7), ...NOWHERE },
      "line 8 was edited, or lines between 7 and 9 were removed",
    ],
    [
      { place: at(9), previous: at(7), predecessor: null, beginsAnew: true },
      "line 8 was edited, or lines between 7 and 9 were removed",
    ],
    [
      { place: at(1), previous: null, ...NOWHERE },
      "line 1 is not the first: lines or a file before it are missing, or it was edited",
    ],
    [
      { place: at(2), previous: null, ...NOWHERE },
      "line 2 is not the first: lines or a file before it are missing, or it was edited",
    ],
    [
      { place: at(3), previous: at(2), predecessor: at(9), beginsAnew: false },
      "line 3 was written after line 9: lines were moved or inserted",
    ],
  ] as const;
  for (const [fault, expected] of cases) {
    assert.equal(describeAuditFault(fault, { files: ["b.log"] }), expected);
  }
});

Deno.test("a fault in several files says which of them, too", () => {
  const cases = [
    [
      { place: at(8), previous: at(7), ...NOWHERE },
      '"b.log": line 7 was edited, or lines between 7 and 8 were removed',
    ],
    [
      { place: at(1), previous: at(7, "a.log"), ...NOWHERE },
      'line 7 of "a.log" was edited, or lines between it and line 1 of "b.log" were removed',
    ],
    [
      { place: at(1), previous: at(7, "a.log"), predecessor: null, beginsAnew: true },
      'line 1 of "b.log" starts a new chain after line 7 of "a.log"',
    ],
    [
      { place: at(3), previous: at(2), predecessor: at(9, "a.log"), beginsAnew: false },
      'line 3 of "b.log" was written after line 9 of "a.log": lines were moved or inserted',
    ],
  ] as const;
  for (const [fault, expected] of cases) {
    assert.equal(describeAuditFault(fault, { files: ["a.log", "b.log"] }), expected);
  }
});
