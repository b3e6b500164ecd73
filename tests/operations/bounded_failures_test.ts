import assert from "node:assert/strict";
import { AUDIT_EVENT_TYPES, type AuditEvent, FAILURE_TYPES } from "../../src/domain/audit_event.ts";
import { boundedFailures, MAX_FAILURE_LINES } from "../../src/operations/bounded_failures.ts";

/** Trails that note what they write, and a clock that stands until it is moved. */
function create() {
  let time = 3_000_000;
  const written: string[] = [];
  const auditAs = boundedFailures((actor) => (events) => {
    written.push(...events.map(({ type, reason }) => `${actor} ${type} ${reason}`));
    return Promise.resolve();
  }, () => time);
  return { auditAs, written, wait: (milliseconds: number) => void (time += milliseconds) };
}

const FAILURE: AuditEvent = { type: "package.sign.failure", reason: "key_revoked" };

Deno.test("of what one actor fails to do sixty lines a minute are written, and then how many were left out", async () => {
  const { auditAs, written, wait } = create();
  // A trail is made anew for each request.
  for (let one = 0; one < 1000; one++) await auditAs("token:a")([FAILURE]);
  assert.deepEqual(
    written,
    Array(MAX_FAILURE_LINES).fill("token:a package.sign.failure key_revoked"),
  );
  wait(60_000);
  await auditAs("token:a")([FAILURE]);
  assert.equal(
    written.at(-1),
    "token:a package.sign.failure key_revoked (940 failures before this one were left out)",
  );
});

Deno.test("another actor's failures are written all the same, and so is all that was done", async () => {
  const { auditAs, written } = create();
  for (let one = 0; one < 100; one++) await auditAs("token:a")([FAILURE]);
  await auditAs("token:b")([{ type: "verification.failure", reason: "invalid_signature" }]);
  await auditAs("token:a")([{ type: "package.signed" }, FAILURE, { type: "key.exported" }]);
  assert.deepEqual(written.slice(MAX_FAILURE_LINES), [
    "token:b verification.failure invalid_signature",
    "token:a package.signed undefined",
    "token:a key.exported undefined",
  ]);
});

Deno.test("every kind of failure is limited, and nothing else is", async () => {
  const failures: readonly string[] = [...Object.values(FAILURE_TYPES), "verification.failure"];
  for (const type of AUDIT_EVENT_TYPES) {
    const { auditAs, written } = create();
    for (let one = 0; one <= MAX_FAILURE_LINES; one++) await auditAs("token:a")([{ type }]);
    const expected = failures.includes(type) ? MAX_FAILURE_LINES : MAX_FAILURE_LINES + 1;
    assert.equal(written.length, expected, type);
  }
});

Deno.test("what was written and then not done is always taken back", async () => {
  const { auditAs, written } = create();
  for (let one = 0; one < 100; one++) await auditAs("token:a")([FAILURE]);
  const retraction: AuditEvent = { ...FAILURE, reason: "store_unavailable", retracts: true };
  await auditAs("token:a")(Array(1000).fill(retraction));
  assert.deepEqual(
    written.slice(MAX_FAILURE_LINES),
    Array(1000).fill("token:a package.sign.failure store_unavailable"),
  );
});
