import assert from "node:assert/strict";
import { bodyBudgets } from "../../../../src/http/server/limits/body_budget.ts";
import { refusalOf } from "../../../../src/http/server/refusal.ts";
import { CloacinaError } from "../../../../src/errors.ts";

const KIB = 1024;
const MIB = 1024 * KIB;

/** The error of a share that may not grow. */
function refusalBy(grow: () => void): CloacinaError {
  try {
    grow();
  } catch (error) {
    assert.ok(error instanceof CloacinaError);
    return error;
  }
  assert.fail("it grew");
}

Deno.test("bodies have 8 MiB together beyond 8 KiB each, and the next one is told to come back", () => {
  const open = bodyBudgets()("sign");
  const first = open();
  first.growTo(4 * MIB);
  first.growTo(8 * MIB + 8 * KIB);
  const error = refusalBy(() => open().growTo(8 * KIB + 1));
  assert.equal(error.code, "store_unavailable");
  assert.equal(
    error.message,
    "Cannot read the request: too many long bodies are being read; try again",
  );
  assert.deepEqual(refusalOf(error), {
    status: 503,
    headers: { "retry-after": "1", connection: "close" },
  });
});

Deno.test("short bodies are taken while long ones hold everything", () => {
  const open = bodyBudgets()("sign");
  open().growTo(8 * MIB + 8 * KIB);
  for (let count = 0; count < 1024; count++) open().growTo(8 * KIB);
});

Deno.test("what a body took is given back, once, and a body that was given up takes nothing more", () => {
  const open = bodyBudgets()("sign");
  const [first, second] = [open(), open()];
  first.growTo(5 * MIB);
  refusalBy(() => second.growTo(5 * MIB));
  first.giveBack();
  first.giveBack();
  refusalBy(() => first.growTo(MIB));
  second.growTo(8 * MIB + 8 * KIB);
  refusalBy(() => open().growTo(9 * KIB));
  second.giveBack();
  open().growTo(8 * MIB + 8 * KIB);
});

Deno.test("a body that was refused keeps what it had until it is given back", () => {
  const open = bodyBudgets()("sign");
  const first = open();
  first.growTo(4 * MIB + 8 * KIB);
  refusalBy(() => first.growTo(9 * MIB));
  open().growTo(4 * MIB + 8 * KIB);
  refusalBy(() => open().growTo(8 * KIB + 1));
});

Deno.test("who may only read has as much, and takes nothing from those who sign", () => {
  const budgetFor = bodyBudgets();
  const [reader, signer] = [budgetFor("read")(), budgetFor("sign")()];
  reader.growTo(8 * MIB + 8 * KIB);
  assert.equal(refusalBy(() => budgetFor("read")().growTo(8 * KIB + 1)).code, "store_unavailable");
  signer.growTo(8 * MIB + 8 * KIB);
  assert.equal(refusalBy(() => budgetFor("admin")().growTo(8 * KIB + 1)).code, "store_unavailable");
});
