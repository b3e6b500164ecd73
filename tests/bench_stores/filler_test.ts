import assert from "node:assert/strict";
import { isUuid } from "../../src/domain/ids.ts";
import { fingerprintOf } from "../../src/domain/fingerprint.ts";
import {
  fillerBetween,
  fillerGrants,
  ORG_COUNT,
  orgOf,
} from "../../scripts/bench_stores/filler.ts";
import { SAMPLE_COUNT } from "../../scripts/bench_stores/sample.ts";

const SMALL = { keys: 20, signatures: 100 };
const LARGE = { keys: 250, signatures: 600 };

Deno.test("with the sample a store has just the rows of its size", () => {
  const { keys, trusted, signatures } = fillerBetween(null, SMALL);
  assert.equal([...keys].length, SMALL.keys - SAMPLE_COUNT);
  assert.equal([...trusted].length, SMALL.keys - SAMPLE_COUNT);
  assert.equal([...signatures].length, SMALL.signatures - SAMPLE_COUNT);
});

Deno.test("growing in two steps gives the rows of one step, none of them twice", () => {
  const namesOf = (filler: ReturnType<typeof fillerBetween>) =>
    [
      ...[...filler.keys].map(({ name, fingerprint }) => `${name} ${fingerprint}`),
      ...[...filler.trusted].map(({ name, fingerprint }) => `trusted ${name} ${fingerprint}`),
      ...[...filler.signatures].map(({ packageHash }) => packageHash),
    ].sort();
  const twoSteps = [
    ...namesOf(fillerBetween(null, SMALL)),
    ...namesOf(fillerBetween(SMALL, LARGE)),
  ];
  assert.deepEqual(twoSteps.sort(), namesOf(fillerBetween(null, LARGE)));
  assert.equal(new Set(twoSteps).size, twoSteps.length);
});

Deno.test("keys are spread evenly over the organisations", () => {
  const counts = new Map<string, number>();
  const keys = [
    ...fillerBetween(null, { keys: 3 * ORG_COUNT + SAMPLE_COUNT, signatures: 10 }).keys,
  ];
  for (const { orgId } of keys) counts.set(orgId, (counts.get(orgId) ?? 0) + 1);
  assert.deepEqual([...counts.values()], Array(ORG_COUNT).fill(3));
  assert.ok([...counts.keys()].every(isUuid));
});

Deno.test("rows are as long as real ones, and a key's fingerprint is its own", () => {
  const { keys: [key], signatures: [signature] } = toArrays(fillerBetween(null, SMALL));
  assert.equal(key!.fingerprint, fingerprintOf(key!.publicKey));
  assert.deepEqual([key!.publicKey.length, key!.sealedSeed.length], [32, 60]);
  assert.equal(signature!.signature.length, 64);
});

Deno.test("every signature names a key of the filler and its organisation", () => {
  const { keys, signatures } = toArrays(fillerBetween(null, LARGE));
  const orgs = new Map(keys.map(({ fingerprint, orgId }) => [fingerprint, orgId]));
  for (const { keyFingerprint, orgId } of signatures) {
    assert.equal(orgs.get(keyFingerprint), orgId);
  }
});

Deno.test("every organisation grants trust to the next, the last to the first", () => {
  const grants = fillerGrants();
  assert.equal(grants.length, ORG_COUNT);
  assert.equal(grants.at(-1)!.childOrgId, orgOf(0));
  assert.ok(grants.every(({ parentOrgId, childOrgId }) => parentOrgId !== childOrgId));
});

function toArrays({ keys, signatures }: ReturnType<typeof fillerBetween>) {
  return { keys: [...keys], signatures: [...signatures] };
}
