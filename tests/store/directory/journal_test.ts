import assert from "node:assert/strict";
import { commit } from "../../../src/store/directory/transaction.ts";
import {
  finishJournal,
  hasJournal,
  withGeneration,
  writeJournal,
} from "../../../src/store/directory/journal.ts";
import { settledRead } from "../../../src/store/directory/settled_read.ts";
import { type Changes, stagedChanges } from "../../../src/store/directory/staged_view.ts";
import { SIGNING_KEYS } from "../../../src/store/directory/signing_keys.ts";
import { type StagedFiles, stageFiles } from "../../../src/store/directory/staged_files.ts";
import { stagedView } from "../../../src/store/directory/staged_view.ts";
import { createWriter } from "../../../src/store/directory/writer.ts";
import type { Store, StoreWriter } from "../../../src/store/store.ts";
import { later, type RecordBuilder, recordBuilder } from "../../contracts/records.ts";
import { change, refuses } from "../../contracts/store/opened_store.ts";
import { type OpenedDirectory, openTemporaryDirectory } from "./opened_directory.ts";

const ALL = { limit: 1000, offset: 0 };
const EVERYTHING = { orgId: null, includeRevoked: true } as const;

test("who reads finishes a change that was decided and not made", async ({ root, store }, make) => {
  const { old, work, key } = await sampleChange(store, make);
  await decide(root, work);
  assert.ok(hasJournal(root));
  assert.deepEqual(await store.signingKey(key.id), key);
  assert.deepEqual(await store.signingKey(old.id), { ...old, revokedAt: later(1) });
  assert.ok(!hasJournal(root));
  assert.deepEqual([...Deno.readDirSync(`${root}/temporary`)], []);
});

test("who writes finishes it first", async ({ root, store }, make) => {
  const { old, work, key } = await sampleChange(store, make);
  await decide(root, work);
  const again = make.signingKey({ orgId: key.orgId, name: key.name });
  await refuses("duplicate_name", change(store, (writer) => writer.addSigningKey(again)));
  assert.ok(!hasJournal(root));
  assert.deepEqual((await store.signingKey(old.id))?.revokedAt, later(1));
});

test("it is finished from wherever it was left", async ({ root, store }, make) => {
  for (let made = 0; made <= 4; made++) {
    const { old, work, key } = await sampleChange(store, make);
    const { written, removed } = await decide(root, work);
    const steps = [
      ...written.map(({ temporary, path }) => () =>
        Deno.renameSync(`${root}/${temporary}`, `${root}/${path}`)
      ),
      ...removed.map((path) => () => Deno.removeSync(`${root}/${path}`)),
    ];
    assert.equal(steps.length, 4);
    steps.slice(0, made).forEach((step) => step());
    assert.deepEqual(await store.signingKey(key.id), key);
    assert.deepEqual(await store.signingKey(old.id), { ...old, revokedAt: later(1) });
  }
});

test("finishing a finished change again changes nothing", async ({ root, store }, make) => {
  const { work } = await sampleChange(store, make);
  await decide(root, work);
  const journal = await Deno.readFile(`${root}/journal.json`);
  const after = await store.listSigningKeys(EVERYTHING, ALL);
  // As after a crash that took back the removal of the journal.
  await Deno.writeFile(`${root}/journal.json`, journal);
  assert.deepEqual(await store.listSigningKeys(EVERYTHING, ALL), after);
  assert.ok(!hasJournal(root));
});

test(
  "a decided change whose file is lost is named, and nothing is made up",
  async (opened, make) => {
    const { root, store } = opened;
    const { work, key, old } = await sampleChange(store, make);
    const { written } = await decide(root, work);
    const [first] = written;
    assert.ok(first !== undefined);
    const lost = `${root}/${first.temporary}`;
    await Deno.rename(lost, `${root}.kept`);
    await refuses("store_corrupt", store.signingKey(key.id));
    await refuses("store_corrupt", change(store, (writer) => writer.addSigningKey(key)));
    await Deno.rename(`${root}.kept`, lost);
    assert.deepEqual(await store.signingKey(key.id), key);
    assert.deepEqual(await store.signingKey(old.id), { ...old, revokedAt: later(1) });
  },
);

test("a reader waits for a writer who is just finishing, and no longer", async (opened, make) => {
  const { root, store } = opened;
  const { work, key } = await sampleChange(store, make);
  const lock = await Deno.open(`${root}/lock`, { read: true, write: true });
  await lock.lock(true);
  await decide(root, work);
  let state = "waiting";
  const read = store.signingKey(key.id).finally(() => state = "done");
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(state, "waiting");
  finishJournal(root);
  // The lock is still held.
  assert.deepEqual(await read, key);
  lock.close();
});

test("a reading that changes came in between is done again", async ({ root, store }, make) => {
  const { work, key } = await sampleChange(store, make);
  const changes = await changesOf(root, work);
  const seen: number[] = [];
  const count = await settledRead({ root, mustExist: false }, (view) => {
    const files = () =>
      view.groups(SIGNING_KEYS).flatMap((group) => view.entries(SIGNING_KEYS, group));
    const before = files().length;
    if (seen.length === 0) commit(root, changes);
    seen.push(before);
    return before + files().length;
  });
  assert.deepEqual(seen, [1, 2]);
  assert.equal(count, 4);
  assert.deepEqual(await store.signingKey(key.id), key);
});

test("what a reading throws counts only where no changes came in between", async (opened, make) => {
  const { root, store } = opened;
  const { work } = await sampleChange(store, make);
  const changes = await changesOf(root, work);
  let readings = 0;
  const result = await settledRead({ root, mustExist: false }, () => {
    readings += 1;
    if (readings === 2) return "read";
    commit(root, changes);
    throw new Error("met between two changes");
  });
  assert.equal(result, "read");
  await assert.rejects(
    settledRead({ root, mustExist: false }, () => {
      throw new Error("met in peace");
    }),
    /met in peace/,
  );
});

test(
  "a reader that changes come in between again and again makes the writers wait",
  async (opened, make) => {
    const { root, store } = opened;
    const batches: Changes[] = [];
    for (let batch = 0; batch < 5; batch++) {
      batches.push(await changesOf(root, (writer) => addTwo(writer, make)));
    }
    const result = await settledRead({ root, mustExist: false }, () => {
      const changes = batches.pop();
      if (changes === undefined) return isLocked(root);
      commit(root, changes);
      return false;
    });
    assert.equal(result, true);
    assert.equal((await store.listSigningKeys(EVERYTHING, ALL)).total, 10);
  },
);

test("many changes are made together", async ({ store }, make) => {
  const keys = Array.from({ length: 300 }, (_, at) => make.signingKey({ createdAt: later(at) }));
  await change(store, ...keys.map((key) => (writer: StoreWriter) => writer.addSigningKey(key)));
  assert.deepEqual(await store.listSigningKeys(EVERYTHING, ALL), { rows: keys, total: 300 });
  await change(
    store,
    ...keys.map(({ id }) => (w: StoreWriter) => w.revokeSigningKey(id, later(1))),
  );
  const revoked = keys.map((key) => ({ ...key, revokedAt: later(1) }));
  assert.deepEqual(await store.listSigningKeys(EVERYTHING, ALL), { rows: revoked, total: 300 });
});

test("what comes and goes in one transaction leaves nothing", async ({ root, store }, make) => {
  const key = make.signingKey();
  await change(
    store,
    (writer) => writer.addSigningKey(key),
    (writer) => writer.revokeSigningKey(key.id, later(1)),
  );
  const [group] = [...Deno.readDirSync(`${root}/signing-keys`)];
  assert.equal([...Deno.readDirSync(`${root}/signing-keys/${group?.name}`)].length, 1);
  assert.deepEqual(await store.signingKey(key.id), { ...key, revokedAt: later(1) });
});

test("temporary files that are older than a minute are swept by a writer", async (opened, make) => {
  const { root, store } = opened;
  const [old, young] = [`${crypto.randomUUID()}.tmp`, `${crypto.randomUUID()}.tmp`];
  for (const name of [old, young, "strange"]) {
    await Deno.writeTextFile(`${root}/temporary/${name}`, "");
  }
  const before = new Date(Date.now() - 61_000);
  for (const name of [old, "strange"]) {
    await Deno.utime(`${root}/temporary/${name}`, before, before);
  }
  const names = () => [...Deno.readDirSync(`${root}/temporary`)].map(({ name }) => name).sort();
  await store.listSigningKeys(EVERYTHING, ALL);
  assert.deepEqual(names(), [old, young, "strange"].sort());
  await change(store, (writer) => writer.addSigningKey(make.signingKey()));
  assert.deepEqual(names(), [young, "strange"].sort());
});

test("a master key file that is a link is neither read nor replaced", async ({ root, store }) => {
  const { masterKeyFile } = store;
  assert.ok(masterKeyFile);
  await Deno.writeTextFile(`${root}.target`, "old");
  await Deno.symlink(`${root}.target`, `${root}/master-key.json`);
  await refuses("store_corrupt", masterKeyFile.read());
  await refuses("store_corrupt", masterKeyFile.write(new Uint8Array(1), new Uint8Array(1)));
  assert.equal(await Deno.readTextFile(`${root}.target`), "old");
});

test("a transaction cannot be used after its end", async ({ store }, make) => {
  const [writer] = await store.transaction((writer) => Promise.resolve([writer]));
  await assert.rejects(writer.addSigningKey(make.signingKey()), /the transaction has ended/);
  const listing = await store.listSigningKeys(EVERYTHING, ALL);
  assert.equal(listing.total, 0);
});

test("what is too long to be read again is not written", async ({ root, store }, make) => {
  const file = store.masterKeyFile;
  assert.ok(file);
  await refuses("invalid_request", file.write(new Uint8Array(64 * 1024 + 1), null));
  const key = make.trustedKey({ name: "x".repeat(64 * 1024) });
  await refuses("invalid_request", change(store, (writer) => writer.saveTrustedKey(key)));
  const invalid = make.signingKey({ sealedSeed: make.bytes(59) });
  await refuses("invalid_request", change(store, (writer) => writer.addSigningKey(invalid)));
  const never = make.signingKey({ createdAt: new Date(NaN) });
  await refuses("invalid_request", change(store, (writer) => writer.addSigningKey(never)));
  assert.deepEqual([...Deno.readDirSync(`${root}/signing-keys`)], []);
  assert.deepEqual([...Deno.readDirSync(`${root}/trusted-keys`)], []);
});

/** Registers a test with a key directory of its own. */
function test(
  what: string,
  body: (opened: OpenedDirectory, make: RecordBuilder) => Promise<void>,
): void {
  Deno.test(what, async () => {
    const opened = await openTemporaryDirectory();
    try {
      await body(opened, recordBuilder(what));
    } finally {
      await opened.close();
    }
  });
}

/** An old key, and a change that revokes it and adds a new one: three files, of which one goes. */
async function sampleChange(store: Store, make: RecordBuilder) {
  const [old, key] = [make.signingKey(), make.signingKey()];
  await change(store, (writer) => writer.addSigningKey(old));
  const work = async (writer: StoreWriter) => {
    await writer.addSigningKey(key);
    await writer.revokeSigningKey(old.id, later(1));
  };
  return { old, key, work };
}

async function addTwo(writer: StoreWriter, make: RecordBuilder): Promise<void> {
  await writer.addSigningKey(make.signingKey());
  await writer.addSigningKey(make.signingKey());
}

/** What work would change. */
async function changesOf(
  root: string,
  work: (writer: StoreWriter) => Promise<void>,
): Promise<Changes> {
  const changes = stagedChanges(root);
  await work(createWriter(stagedView(root, changes)));
  return changes.end();
}

/** Decides changes as a writer does that is killed right then: nothing but the journal has its name. */
async function decide(
  root: string,
  work: (writer: StoreWriter) => Promise<void>,
): Promise<StagedFiles> {
  const staged = stageFiles(root, withGeneration(await changesOf(root, work)));
  writeJournal(root, staged);
  return staged;
}

function isLocked(root: string): boolean {
  using lock = Deno.openSync(`${root}/lock`, { read: true, write: true });
  return !lock.tryLockSync(true);
}
