import assert from "node:assert/strict";
import { later } from "../records.ts";
import { byId, change, refuses, type RegisterTest, save } from "./opened_store.ts";

/** Names that SQL, JSON, arrays and file names have their own words for. */
const NAMES = ["a,b", 'say "hello"', "back\\slash", "{}", "null", "it's", "../up", "żółw", "a-b-c"];

const ALL = { limit: 100, offset: 0 };

/** Minimum versions: keeping, raising, by name, removing. */
export function minimumVersionContract(test: RegisterTest): void {
  test("an organisation has its minimum of each name, and of no other", async ({ store, make }) => {
    const orgId = make.orgId();
    const mine = NAMES.map((name) => make.minimumVersion({ orgId, name }));
    const others = NAMES.map((name) => make.minimumVersion({ name, version: "9.0.0" }));
    await save(store, { minimumVersions: [...mine, ...others] });
    assert.deepEqual(byId(await store.minimumVersions(orgId, NAMES)), byId(mine));
    for (const [at, name] of NAMES.entries()) {
      assert.deepEqual(await store.minimumVersions(orgId, [name]), [mine[at]]);
    }
    const absent = ["a", "b", "a,b ", "A,B", "abc", ""];
    assert.deepEqual(await store.minimumVersions(orgId, absent), []);
    assert.deepEqual(await store.minimumVersions(orgId, []), []);
    assert.deepEqual(await store.minimumVersions(make.orgId(), NAMES), []);
  });

  test("a minimum that is raised keeps its row", async ({ store, make }) => {
    const first = make.minimumVersion();
    await save(store, { minimumVersions: [first] });
    const { orgId, name } = first;
    const raised = make.minimumVersion({ orgId, name, version: "2.0.0-rc.1", raisedAt: later(5) });
    await save(store, { minimumVersions: [raised] });
    assert.deepEqual(await store.minimumVersions(orgId, [name]), [{ ...raised, id: first.id }]);
  });

  test("what could not be claimed is not kept", async ({ store, make }) => {
    const orgId = make.orgId();
    const wrong = [{ version: "1.2" }, { version: "" }, { name: "" }, { name: "a\nb" }];
    for (
      const given of [...wrong, { name: "n".repeat(257) }, { version: `1.0.0-${"a".repeat(251)}` }]
    ) {
      const minimum = make.minimumVersion({ orgId, ...given });
      await refuses("invalid_request", save(store, { minimumVersions: [minimum] }));
    }
    assert.deepEqual(await store.listMinimumVersions({ orgId }, ALL), { rows: [], total: 0 });
    const longest = make.minimumVersion({
      orgId,
      name: "n".repeat(256),
      version: `1.0.0-${"a".repeat(250)}`,
    });
    await save(store, { minimumVersions: [longest] });
    assert.deepEqual(await store.minimumVersions(orgId, [longest.name]), [longest]);
  });

  test("minimum versions are listed page by page, the one raised first first", async ({ store, make }) => {
    const orgId = make.orgId();
    const all = [3, 1, 2].map((time) => make.minimumVersion({ orgId, raisedAt: later(time) }));
    await save(store, { minimumVersions: [...all, make.minimumVersion()] });
    const sorted = [all[1], all[2], all[0]];
    const first = await store.listMinimumVersions({ orgId }, { limit: 2, offset: 0 });
    assert.deepEqual({ rows: first.rows, total: first.total }, {
      rows: sorted.slice(0, 2),
      total: 3,
    });
    const rest = await store.listMinimumVersions(
      { orgId },
      { limit: 2, offset: 0, after: first.next! },
    );
    assert.deepEqual(rest, { rows: sorted.slice(2), total: 3 });
  });

  test("a minimum is removed by its name, and no other", async ({ store, make }) => {
    const [orgId, name] = [make.orgId(), "mine"];
    const first = make.minimumVersion({ orgId, name });
    const others = [make.minimumVersion({ orgId, name: "other" }), make.minimumVersion({ name })];
    await save(store, { minimumVersions: [first, ...others] });
    const remove = () => store.transaction((writer) => writer.removeMinimumVersion(orgId, name));
    assert.deepEqual([await remove(), await remove()], [[first], []]);
    assert.deepEqual(await store.minimumVersions(orgId, [name]), []);
    for (const other of others) {
      assert.deepEqual(await store.minimumVersions(other.orgId, [other.name]), [other]);
    }
  });

  test("of many who raise a minimum under its lock, each sees what the others did", async ({ store, openAgain, make }) => {
    const orgId = make.orgId();
    const others = [await openAgain(), await openAgain()];
    const raise = (one: typeof store) =>
      one.transaction(async (writer) => {
        await writer.lock("minimum versions");
        const [kept] = await writer.minimumVersions(orgId, ["counted"]);
        const major = Number(kept?.version.split(".")[0] ?? 0) + 1;
        const version = `${major}.0.0`;
        await writer.saveMinimumVersion(make.minimumVersion({ orgId, name: "counted", version }));
      });
    try {
      const rounds = Array.from({ length: 4 }, () => [store, ...others].map(raise)).flat();
      await Promise.all(rounds);
    } finally {
      for (const one of others) await one.close();
    }
    const [{ version } = { version: null }] = await store.minimumVersions(orgId, ["counted"]);
    assert.equal(version, "12.0.0");
  });

  test("a change that is undone leaves the minimum", async ({ store, make }) => {
    const first = make.minimumVersion();
    await save(store, { minimumVersions: [first] });
    const undone = change(
      store,
      (writer) => writer.saveMinimumVersion({ ...first, version: "7.0.0" }),
      () => Promise.reject(new Error("undone")),
    );
    await assert.rejects(undone, { message: "undone" });
    assert.deepEqual(await store.minimumVersions(first.orgId, [first.name]), [first]);
  });
}
