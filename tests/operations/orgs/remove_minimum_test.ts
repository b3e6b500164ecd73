import assert from "node:assert/strict";
import type { VersionedPackage } from "../../../src/contract/packages.ts";
import { isDamaged, isSound } from "../../../src/domain/damaged.ts";
import { isRefused } from "../../../src/domain/minimum_version.ts";
import type { MinimumVersionRecord } from "../../../src/domain/records.ts";
import { CloacinaError } from "../../../src/errors.ts";
import { localOperations } from "../../../src/operations/local.ts";
import { signStating } from "../../../src/operations/package/sign.ts";
import { openDirectory } from "../../../src/store/directory/open_directory.ts";
import { openParts } from "../../contracts/operations/opened_parts.ts";
import { ORG, PAGE, TEST_KEYS, testHash } from "../kit.ts";

const [KEY] = TEST_KEYS;

async function stating(name: string, version: string): Promise<VersionedPackage> {
  const terms = { claims: { name, version }, expires: null, predicate: null };
  const signature = await signStating(KEY.signer, { hash: testHash(1), terms }, () => new Date());
  return { name, signature };
}

Deno.test("a minimum that a backup brought back beside its successor refuses its name alone, until both are removed", async () => {
  let root = "";
  const { parts, takeEvents, close } = await openParts((directory) => {
    root = `${directory}/keys`;
    return openDirectory({ kind: "directory", path: root });
  });
  const { keys, orgs, package: packages } = localOperations(parts);
  const raise = (...all: readonly VersionedPackage[]) =>
    packages.raiseMinimum({ orgId: ORG, packages: all });
  const list = async () => (await orgs.listMinimums({ orgId: ORG, page: PAGE })).items;
  await keys.trust({ orgId: ORG, publicKey: KEY.publicKey, name: null });
  await raise(await stating("mine", "1.0.0"));
  const folder = `${root}/minimum-versions/${ORG}`;
  const [backup] = [...Deno.readDirSync(folder)];
  const bytes = await Deno.readFile(`${folder}/${backup!.name}`);
  await raise(await stating("mine", "2.0.0"), await stating("other", "1.0.0"));
  await Deno.writeFile(`${folder}/${backup!.name}`, bytes);

  for (const version of ["1.0.0", "2.0.0", "3.0.0"]) {
    await assert.rejects(raise(await stating("mine", version)), (error) => {
      assert.ok(error instanceof CloacinaError);
      assert.equal(error.code, "store_corrupt");
      assert.match(error.message, /claims to be the same record/);
      assert.doesNotMatch(error.hint ?? "", /remove-minimum/);
      return true;
    });
  }
  assert.deepEqual((await raise(await stating("other", "1.1.0"))).map(isRefused), [false]);
  const listed = await list();
  assert.deepEqual(listed.filter(isDamaged).map(({ fault, intact }) => [fault, intact.version]), [
    ["another file claims to be the same record", "1.0.0"],
    ["another file claims to be the same record", "2.0.0"],
  ]);
  assert.deepEqual(
    listed.filter(isSound<MinimumVersionRecord>).map(({ version }) => version),
    ["1.1.0"],
  );

  takeEvents();
  const removed = await orgs.removeMinimum({ orgId: ORG, name: "mine" });
  assert.ok(isDamaged(removed));
  assert.equal(removed.intact.version, "2.0.0");
  assert.deepEqual(
    takeEvents().map(({ type, packageName, packageVersion }) => [
      type,
      packageName,
      packageVersion,
    ]),
    [
      ["minimum_version.removed", "mine", "1.0.0"],
      ["minimum_version.removed", "mine", "2.0.0"],
    ],
  );
  assert.equal((await list()).length, 1);
  await assert.rejects(orgs.removeMinimum({ orgId: ORG, name: "mine" }), {
    code: "minimum_not_found",
  });
  assert.deepEqual((await raise(await stating("mine", "1.0.0"))).map(isRefused), [false]);
  await close();
});
