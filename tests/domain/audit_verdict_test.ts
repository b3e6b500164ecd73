import assert from "node:assert/strict";
import type { AuditReport, NotedLine } from "../../src/domain/audit_chain.ts";
import { auditDamage, type AuditExpectation } from "../../src/domain/audit_verdict.ts";

const [ZEROS, FIRST, HEAD, OTHER] = ["0", "1", "2", "3"].map((digit) => digit.repeat(64)) as [
  string,
  string,
  string,
  string,
];

const at = (line: number) => ({ file: "a.log", line });

/** A whole log of ten lines, of which the first and the last were asked for. */
const WHOLE: AuditReport = {
  files: ["a.log"],
  lines: 10,
  start: ZEROS,
  head: HEAD,
  halfWritten: [],
  unchained: null,
  isTorn: false,
  faults: [],
  isCutOff: false,
  noted: new Map<string, NotedLine>([
    [ZEROS, { place: null, count: 0 }],
    [FIRST, { place: at(1), count: 1 }],
    [HEAD, { place: at(10), count: 10 }],
  ]),
};

const FAULT = { place: at(3), previous: at(2), predecessor: null, beginsAnew: false };

function codeOf(report: Partial<AuditReport>, expectation: AuditExpectation = {}) {
  return auditDamage({ ...WHOLE, ...report }, expectation, "verify")?.code;
}

Deno.test("a whole log that is as expected has no damage", () => {
  const seal = { start: ZEROS, head: HEAD, lines: 10 };
  const expectations = [{}, { expect: HEAD }, { since: FIRST }, { since: HEAD }, { seal }];
  for (const expectation of expectations) assert.equal(codeOf({}, expectation), undefined);
  assert.equal(codeOf({}, { expect: HEAD, since: FIRST, seal }), undefined);
});

Deno.test("the worst is told first: a fault, then what was expected, then a torn end", () => {
  const [faults, isTorn] = [[FAULT], true];
  assert.equal(codeOf({ faults, isTorn }, { since: OTHER }), "store_corrupt");
  assert.equal(codeOf({ isTorn }, { since: OTHER }), "audit_head_mismatch");
  assert.equal(codeOf({ isTorn }, { expect: HEAD }), "audit_log_torn");
});

Deno.test("a log that has not what was noted is a mismatch, whichever way it was noted", () => {
  const seal = { start: ZEROS, head: OTHER, lines: 10 };
  for (const expectation of [{ expect: OTHER }, { expect: FIRST }, { since: OTHER }, { seal }]) {
    assert.equal(codeOf({}, expectation), "audit_head_mismatch");
  }
});

Deno.test("an empty log has no last line, also not the one that no line would follow", () => {
  const empty = { lines: 0, head: ZEROS, noted: new Map() };
  for (const expect of [ZEROS, HEAD]) {
    assert.equal(codeOf(empty, { expect }), "audit_head_mismatch");
  }
  assert.equal(codeOf(empty), undefined);
});

Deno.test("a sealed stretch has as many lines as the seal says, where its beginning is there", () => {
  for (const lines of [9, 11]) {
    const seal = { start: ZEROS, head: HEAD, lines };
    assert.equal(codeOf({}, { seal }), "audit_head_mismatch");
  }
  assert.equal(codeOf({}, { seal: { start: FIRST, head: HEAD, lines: 9 } }), undefined);
  assert.equal(
    codeOf({}, { seal: { start: FIRST, head: HEAD, lines: 10 } }),
    "audit_head_mismatch",
  );
  assert.equal(codeOf({}, { seal: { start: OTHER, head: HEAD, lines: 5000 } }), undefined);
});

Deno.test("a log whose lines all come from a stream is not judged, but is no sound one", () => {
  const stream = {
    ...{ lines: 0, start: ZEROS, head: ZEROS, isTorn: true },
    unchained: { count: 3, first: at(1) },
  };
  assert.equal(codeOf({ ...stream, noted: new Map() }), "invalid_request");
  assert.equal(codeOf({ ...stream, isTorn: false, noted: new Map() }), "invalid_request");
  assert.equal(codeOf({ ...stream, noted: new Map() }, { expect: HEAD }), "audit_head_mismatch");
  const seal = { start: ZEROS, head: HEAD, lines: 10 };
  assert.equal(codeOf({ ...stream, noted: new Map() }, { seal }), "audit_head_mismatch");
});

Deno.test("a line that follows none beside those of a chain is store_corrupt, wherever it stands", () => {
  for (const [line, isTorn] of [[1, false], [5, false], [11, true]] as const) {
    assert.equal(codeOf({ unchained: { count: 1, first: at(line) }, isTorn }), "store_corrupt");
  }
});
