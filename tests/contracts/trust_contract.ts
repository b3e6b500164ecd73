import assert from "node:assert/strict";
import fc from "fast-check";
import type { Fingerprint } from "../../src/domain/fingerprint.ts";
import type { OrgId } from "../../src/domain/ids.ts";
import { grantedOrgs, standingOf } from "../../src/domain/trust.ts";
import type { Store, StoreReader, StoreWriter } from "../../src/store/store.ts";
import { fingerprintOfBytes, later, type RecordBuilder, recordBuilder } from "./records.ts";
import type { OpenedStore } from "./store/opened_store.ts";
import {
  applied,
  isEffective,
  type ModelRow,
  type ModelStanding,
  NO_TRUST,
  standingInModel,
  type TrustAction,
  type TrustModel,
} from "./trust_model.ts";

const ORGS = 4;
const KEYS = 3;

/** Changes that are made together, and whether they are kept. */
interface Step {
  readonly actions: readonly TrustAction[];
  readonly isKept: boolean;
}

/** The organisations and keys that a history speaks of. */
interface World {
  readonly make: RecordBuilder;
  readonly orgIds: readonly OrgId[];
  readonly publicKeys: readonly Uint8Array<ArrayBuffer>[];
}

class Abandoned extends Error {}

/** What happened, whose trust makes organisation 0 accept key 0 after it, and what this shows. */
const TABLE: readonly (readonly [string, readonly TrustAction[], ModelStanding])[] = [
  ["nothing", [], []],
  ["trusted directly", [trust(0)], [0]],
  ["another key is trusted", [{ verb: "trust", org: 0, key: 1 }], []],
  ["another organisation trusts it", [trust(1)], []],
  ["granted", [trust(1), grant(0, 1)], [1]],
  ["granted before it was trusted", [grant(0, 1), trust(1)], [1]],
  ["granted the other way", [trust(1), grant(1, 0)], []],
  ["granted twice removed", [trust(2), grant(0, 1), grant(1, 2)], []],
  ["granted to itself", [grant(0, 0)], []],
  ["revoked", [trust(0), distrust(0)], "revoked"],
  ["revoked and trusted again", [trust(0), distrust(0), trust(0)], [0]],
  ["revoked by the organisation granted to", [trust(1), grant(0, 1), distrust(1)], []],
  ["own revocation against a grant", [trust(0), distrust(0), trust(1), grant(0, 1)], "revoked"],
  ["the grant is revoked", [trust(1), grant(0, 1), ungrant(0, 1)], []],
  ["granted again", [trust(1), grant(0, 1), ungrant(0, 1), grant(0, 1)], [1]],
  ["trusted by two", [trust(1), trust(2), grant(0, 1), grant(0, 2)], [1, 2]],
  ["trusted by two, of whom one revoked", [
    ...[trust(1), trust(2), grant(0, 1), grant(0, 2), distrust(1)],
  ], [2]],
  ["trusted directly and granted", [trust(0), trust(1), grant(0, 1)], [0, 1]],
];

/** Registers the tests that trust is in a store what it is in the model: as a table, and in a few random histories. */
export function trustContract(name: string, open: () => Promise<OpenedStore>): void {
  for (const [what, actions, expected] of TABLE) {
    Deno.test(`${name}: trust: ${what}`, async () => {
      const { store, close } = await open();
      try {
        const { world, model } = await follow(store, [{ actions, isKept: true }]);
        assert.deepEqual(await standing(store, world, 0, 0), expected);
        assert.deepEqual(standingInModel(model, 0, 0), expected);
      } finally {
        await close();
      }
    });
  }

  trustHistories(name, open, 25);
}

/** Registers the test that trust is in a store what it is in the model, in so many random histories. */
export function trustHistories(
  name: string,
  open: () => Promise<OpenedStore>,
  runs: number,
): void {
  Deno.test(`${name}: trust is what the model says, in ${runs} random histories`, async () => {
    const { store, close } = await open();
    try {
      await fc.assert(
        fc.asyncProperty(histories(), async (steps) => {
          await follow(store, steps);
        }),
        {
          numRuns: runs,
        },
      );
    } finally {
      await close();
    }
  });
}

function histories(): fc.Arbitrary<readonly Step[]> {
  const org = fc.nat(ORGS - 1);
  const key = fc.nat(KEYS - 1);
  const verbs = <Verb extends string>(on: Verb, off: Verb) => fc.constantFrom(on, on, off);
  const action: fc.Arbitrary<TrustAction> = fc.oneof(
    fc.record({ verb: verbs<"trust" | "distrust">("trust", "distrust"), org, key }),
    fc.record({ verb: verbs<"grant" | "ungrant">("grant", "ungrant"), org, child: org }),
  );
  const actions = fc.array(action, { minLength: 1, maxLength: 12 });
  const isKept = fc.constantFrom(true, true, true, true, false);
  return fc.array(fc.record({ actions, isKept }), { minLength: 1, maxLength: 4 });
}

/** Organisations and keys are new in each history, so that the store need not be. */
async function follow(
  store: Store,
  steps: readonly Step[],
): Promise<{ readonly world: World; readonly model: TrustModel }> {
  const make = recordBuilder();
  const orgIds = Array.from({ length: ORGS }, make.orgId);
  const publicKeys = Array.from({ length: KEYS }, () => make.bytes(32));
  const world = { make, orgIds, publicKeys };
  let model = NO_TRUST;
  for (const step of steps) model = await take(store, world, model, step);
  await compare(store, world, model);
  return { world, model };
}

async function take(
  store: Store,
  world: World,
  before: TrustModel,
  { actions, isKept }: Step,
): Promise<TrustModel> {
  let model = before;
  const transaction = store.transaction(async (writer) => {
    for (const action of actions) {
      const id = world.make.uuid();
      assert.equal(await act(writer, world, action, id), isEffective(model, action));
      model = applied(model, action, id);
    }
    if (!isKept) throw new Abandoned();
  });
  await transaction.catch((error) => assert.ok(error instanceof Abandoned, error));
  return isKept ? model : before;
}

/** Makes the change in the store. Whether there was anything to change. */
async function act(
  writer: StoreWriter,
  world: World,
  action: TrustAction,
  id: string,
): Promise<boolean> {
  const orgId = orgOf(world, action.org);
  const at = later(action.org);
  switch (action.verb) {
    case "trust": {
      const publicKey = keyOf(world, action.key);
      await writer.saveTrustedKey(world.make.trustedKey({ id, orgId, publicKey }));
      return true;
    }
    case "distrust": {
      const [row] = await writer.trustedKeysOf([orgId], [fingerprintOf(world, action.key)]);
      return row !== undefined && await writer.revokeTrustedKey(orgId, row.id, at);
    }
    case "grant": {
      const childOrgId = orgOf(world, action.child);
      await writer.saveTrustGrant(world.make.trustGrant({ id, parentOrgId: orgId, childOrgId }));
      return true;
    }
    case "ungrant":
      return await writer.revokeTrustGrant(orgId, orgOf(world, action.child), at);
  }
}

/** Everything that the model knows, against everything that the store says. */
async function compare(store: StoreReader, world: World, model: TrustModel): Promise<void> {
  await Promise.all(world.orgIds.map(async (_, org) => {
    assert.deepEqual(await trustedBy(store, world, org), rowsOf(model.trusted, `${org} `));
    const granted = await grants(store, world, org, "parent");
    assert.deepEqual(granted, rowsOf(model.grants, `${org} `));
    const got = await grants(store, world, org, "child");
    assert.deepEqual(got, rowsOf(model.grants, ` ${org}`));
    for (const key of world.publicKeys.keys()) {
      const expected = standingInModel(model, org, key);
      assert.deepEqual(await standing(store, world, org, key), expected);
    }
  }));
}

/** What is decided by what the store says. */
async function standing(
  store: StoreReader,
  world: World,
  org: number,
  key: number,
): Promise<ModelStanding> {
  const orgId = orgOf(world, org);
  const fingerprint = fingerprintOf(world, key);
  const grants = await store.trustGrantsOf([orgId], "parent");
  const orgIds = [orgId, ...grantedOrgs(orgId, grants)];
  const rows = await store.trustedKeysOf(orgIds, [fingerprint]);
  const decision = standingOf({ orgId, fingerprint, grants, rows });
  if (decision.kind === "revoked") return "revoked";
  const accepted = decision.kind === "trusted" ? decision.rows : [];
  return accepted.map((row) => world.orgIds.indexOf(row.orgId)).toSorted((a, b) => a - b);
}

/** Rows by name, as the model has them. */
type Rows = Readonly<Record<string, ModelRow>>;

function rowsOf(rows: ReadonlyMap<string, ModelRow>, part: string): Rows {
  return Object.fromEntries([...rows].filter(([name]) => name.includes(part)));
}

async function trustedBy(store: StoreReader, world: World, org: number): Promise<Rows> {
  const orgIds = [orgOf(world, org)];
  const page = { limit: 100, offset: 0 };
  const { rows } = await store.listTrustedKeys({ orgIds, includeRevoked: true }, page);
  const fingerprints = world.publicKeys.map((_, key) => fingerprintOf(world, key));
  return Object.fromEntries(rows.map((row) => [
    `${org} ${fingerprints.indexOf(row.fingerprint)}`,
    { id: row.id, isActive: row.revokedAt === null },
  ]));
}

async function grants(
  store: StoreReader,
  world: World,
  org: number,
  side: "parent" | "child",
): Promise<Rows> {
  const rows = await store.trustGrantsOf([orgOf(world, org)], side);
  const number = (orgId: OrgId) => world.orgIds.indexOf(orgId);
  return Object.fromEntries(rows.map((row) => [
    `${number(row.parentOrgId)} ${number(row.childOrgId)}`,
    { id: row.id, isActive: row.revokedAt === null },
  ]));
}

function trust(org: number): TrustAction {
  return { verb: "trust", org, key: 0 };
}

function distrust(org: number): TrustAction {
  return { verb: "distrust", org, key: 0 };
}

function grant(org: number, child: number): TrustAction {
  return { verb: "grant", org, child };
}

function ungrant(org: number, child: number): TrustAction {
  return { verb: "ungrant", org, child };
}

function orgOf({ orgIds }: World, org: number): OrgId {
  const orgId = orgIds[org];
  assert.ok(orgId !== undefined);
  return orgId;
}

function keyOf({ publicKeys }: World, key: number): Uint8Array<ArrayBuffer> {
  const publicKey = publicKeys[key];
  assert.ok(publicKey !== undefined);
  return publicKey;
}

function fingerprintOf(world: World, key: number): Fingerprint {
  return fingerprintOfBytes(keyOf(world, key));
}
