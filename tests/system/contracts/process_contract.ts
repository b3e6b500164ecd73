import assert from "node:assert/strict";
import type { KeyId, OrgId } from "../../../src/domain/ids.ts";
import { openStore } from "../../../src/store/open.ts";
import type { StoreLocation } from "../../../src/store/location.ts";
import type { Store } from "../../../src/store/store.ts";
import {
  startProcess,
  type StoreProcess,
  type StoreTask,
} from "../../contracts/processes/store_process.ts";
import {
  addUnit,
  requireWholeShare,
  requireWholeUnits,
  sealOf,
  sharedTrust,
} from "../../contracts/processes/unit_of_work.ts";
import { type RecordBuilder, recordBuilder } from "../../contracts/records.ts";
import { save } from "../../contracts/store/opened_store.ts";

/** A place for a store, ready to use and empty, that several processes open. */
export interface SharedStore {
  readonly location: StoreLocation;
  /** Deno's flags for a process that opens it. */
  readonly permissions: readonly string[];
  /** Throws where the back end's own check of its files finds anything. */
  readonly requireIntact: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const KILLS = 200;
const AT_ONCE = 4;
const ALL = { limit: 100, offset: 0 };

/** Registers the tests that several processes may use a store at once, and die while they do. */
export function processContract(name: string, open: () => Promise<SharedStore>): void {
  const test = (what: string, body: (shared: SharedStore, store: Store) => Promise<void>) =>
    Deno.test(`${name}: ${what}`, async () => {
      const shared = await open();
      const store = await openStore(shared.location);
      try {
        await body(shared, store);
      } finally {
        await store.close();
        await shared.close();
      }
    });

  test("of eight processes that add a key of one name exactly one wins", async (shared, store) => {
    const { outcomes, orgId } = await addAtOnce(shared, Array(8).fill("release"));
    const { rows, total } = await store.listSigningKeys({ orgId, includeRevoked: true }, ALL);
    assert.equal(total, 1);
    const expected = [`added ${rows[0]?.id}`, ...Array(7).fill("duplicate_name")];
    assert.deepEqual(outcomes.toSorted(), expected.toSorted());
  });

  test("of sixteen processes that add different keys none is lost", async (shared, store) => {
    const names = Array.from({ length: 16 }, (_, at) => `key-${at}`);
    const { outcomes, orgId } = await addAtOnce(shared, names);
    const { rows, total } = await store.listSigningKeys({ orgId, includeRevoked: true }, ALL);
    assert.equal(total, 16);
    assert.deepEqual(outcomes.toSorted(), rows.map(({ id }) => `added ${id}`).toSorted());
  });

  test(`after each of ${KILLS} kills every record is old or new, and all goes on`, async (shared) => {
    const make = recordBuilder();
    const sharedKeyId = await addShared(shared, make);
    for (let killed = 0; killed < KILLS; killed += AT_ONCE) {
      const tasks = Array.from({ length: AT_ONCE }, (_, at): StoreTask => ({
        ...{ location: shared.location, kind: "loop", orgId: make.orgId(), sharedKeyId },
        name: `${killed}-${at}`,
      }));
      const done = await Promise.all(tasks.map((task) => killAtRandom(task, shared)));
      await requireWhole(shared, tasks, done, sharedKeyId);
    }
  });
}

async function addAtOnce(
  { location, permissions }: SharedStore,
  names: readonly string[],
): Promise<{ readonly outcomes: readonly string[]; readonly orgId: OrgId }> {
  const orgId = recordBuilder().orgId();
  const processes = names.map((name) =>
    startProcess({ location, kind: "add", orgId, name }, permissions)
  );
  for (const process of processes) assert.equal(await process.line(), "ready");
  await Promise.all(processes.map(({ begin }) => begin()));
  const outcomes = await Promise.all(processes.map(({ ended }) => ended()));
  return { outcomes: outcomes.flat(), orgId };
}

async function addShared({ location }: SharedStore, make: RecordBuilder): Promise<KeyId> {
  const key = make.signingKey({ sealedSeed: sealOf("first") });
  const store = await openStore(location);
  await save(store, {
    signingKeys: [key],
    trustedKeys: [sharedTrust(make, key.id, "first")],
  });
  await store.close();
  return key.id;
}

/** Lets a process work and kills it in the middle. The names of the units that it said were done. */
async function killAtRandom(
  task: StoreTask,
  { permissions }: SharedStore,
): Promise<readonly string[]> {
  const process = startProcess(task, permissions);
  assert.equal(await process.line(), "ready");
  await process.begin();
  const lines = await someLines(process, Math.floor(Math.random() * 4));
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 8));
  process.kill();
  const said = [...lines, ...await process.ended()];
  assert.deepEqual(said.filter((line) => !line.startsWith("done ")), []);
  return said.map((line) => line.replace("done ", `${task.name}-`));
}

async function someLines(process: StoreProcess, count: number): Promise<readonly string[]> {
  const lines: string[] = [];
  while (lines.length < count) lines.push(await process.line() ?? "it ended by itself");
  return lines;
}

async function requireWhole(
  { location, requireIntact }: SharedStore,
  tasks: readonly StoreTask[],
  done: readonly (readonly string[])[],
  sharedKeyId: KeyId,
): Promise<void> {
  const store = await openStore(location);
  try {
    await requireWholeShare(store, sharedKeyId);
    for (const [at, { orgId }] of tasks.entries()) {
      await requireWholeUnits(store, orgId, done[at] ?? []);
    }
    const orgId = recordBuilder().orgId();
    await addUnit(store, { orgId, name: "next", sharedKeyId });
    await requireWholeUnits(store, orgId, ["next"]);
  } finally {
    await store.close();
  }
  await requireIntact();
}
