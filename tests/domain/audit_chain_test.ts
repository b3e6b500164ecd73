import assert from "node:assert/strict";
import { describeAuditFault } from "../../src/domain/audit_chain.ts";

Deno.test("a fault says which lines it is about", () => {
  const cases = [
    [
      { line: 8, previousLine: 7, predecessor: null },
      "line 7 was edited, or lines between 7 and 8 were removed",
    ],
    [
      { line: 9, previousLine: 7, predecessor: null },
      "line 8 was edited, or lines between 7 and 9 were removed",
    ],
    [
      { line: 2, previousLine: 0, predecessor: null },
      "line 1 was edited, or lines between 0 and 2 were removed",
    ],
    [
      { line: 1, previousLine: 0, predecessor: null },
      "line 1 is not the first: lines before it were removed, or it was edited",
    ],
    [
      { line: 3, previousLine: 2, predecessor: 9 },
      "line 3 was written after line 9: lines were moved, or put in between",
    ],
  ] as const;
  for (const [fault, expected] of cases) assert.equal(describeAuditFault(fault), expected);
});
