import assert from "node:assert/strict";
import { FULL_SIZES, planCases, QUICK_SIZES } from "../../scripts/bench/plan.ts";

Deno.test("a full run signs and verifies each size, many at once, and signs a pair", () => {
  assert.deepEqual(planCases(FULL_SIZES).cases.map(({ title }) => title), [
    "Print the version",
    "Sign 1 KiB",
    "Verify 1 KiB",
    "Sign 1 MiB",
    "Verify 1 MiB",
    "Sign 100 MiB",
    "Verify 100 MiB",
    "Sign 1 GiB",
    "Verify 1 GiB",
    "Sign 1,000 packages of 1 KiB in one call",
    "Verify 1,000 packages of 1 KiB in one call",
    "Sign 2 packages of 1 GiB in one call",
  ]);
});

Deno.test("the budgets are read from the smallest, the largest, the many and the pair", () => {
  const { signSmallest, signLargest, signMany, signPair } = planCases(FULL_SIZES);
  assert.deepEqual(
    [signSmallest, signLargest, signMany, signPair].map(({ title }) => title),
    [
      "Sign 1 KiB",
      "Sign 1 GiB",
      "Sign 1,000 packages of 1 KiB in one call",
      "Sign 2 packages of 1 GiB in one call",
    ],
  );
  assert.equal(signMany.files.length, 1000);
  assert.equal(signPair.files.length, 2);
});

Deno.test("a package is verified right after it was signed", () => {
  const { cases } = planCases(QUICK_SIZES);
  for (const [index, { action, files }] of cases.entries()) {
    if (action === "verify") assert.equal(cases[index - 1]!.files, files);
  }
});

Deno.test("start-up is compared with an empty program, hashing with openssl, a pair with one thread", () => {
  const { signSmallest, signLargest, signPair } = planCases(FULL_SIZES);
  assert.equal(signSmallest.reference, "empty compiled program");
  assert.equal(signLargest.reference, "openssl dgst -sha256");
  assert.equal(signPair.reference, "cloacina, executable, --jobs 1");
});
