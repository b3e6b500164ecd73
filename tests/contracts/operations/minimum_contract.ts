import assert from "node:assert/strict";
import type { RaiseMinimumRequest, VersionedPackage } from "../../../src/contract/packages.ts";
import { isRefused, type VersionVerdict } from "../../../src/domain/minimum_version.ts";
import type { MinimumVersionRecord } from "../../../src/domain/records.ts";
import { type Claims, NO_DEMANDS } from "../../../src/domain/statement.ts";
import { signStating } from "../../../src/operations/package/sign.ts";
import { CHILD, ORG, signed, TEST_KEYS, testHash } from "../../operations/kit.ts";
import { NOON } from "../records.ts";
import { ALL, type OpenedOperations, putTrust, type RegisterTest } from "./opened_operations.ts";

const [KEY, STRANGER] = TEST_KEYS;

/** Names that SQL, JSON, arrays, file names and terminals have their own words for. */
const NAMES = [
  "a,b",
  'say "hello"',
  "back\\slash",
  "{}",
  "-",
  "it's",
  "../up",
  "żółw",
  "__proto__",
];

/** A package whose signature claims this, and may expire. */
async function stating(
  number: number,
  claims: Claims,
  { key = KEY, expires = null }: { key?: typeof KEY; expires?: Date | null } = {},
): Promise<VersionedPackage> {
  const terms = { claims, expires, predicate: null };
  const toSign = { hash: testHash(number), terms };
  const signature = await signStating(key.signer, toSign, () => NOON);
  return { name: `"${number}.so"`, signature };
}

/** What became of each package: the version that was accepted, or the code. */
function told(verdicts: readonly VersionVerdict[]): readonly string[] {
  return verdicts.map((one) => isRefused(one) ? one.code : one.version);
}

async function raise(
  { operations }: OpenedOperations,
  packages: readonly VersionedPackage[],
  more: Partial<RaiseMinimumRequest> = {},
): Promise<readonly VersionVerdict[]> {
  return await operations.package.raiseMinimum({ orgId: ORG, packages, ...more });
}

/** The minimum versions that the organisation has, by name. */
async function kept({ operations: { orgs } }: OpenedOperations, orgId = ORG) {
  const { items } = await orgs.listMinimums({ orgId, page: ALL });
  return Object.fromEntries(
    (items as readonly MinimumVersionRecord[]).map(({ name, version }) => [name, version]),
  );
}

/** The minimum versions of organisations. */
export function minimumContract(test: RegisterTest): void {
  test("a version that is accepted is the minimum from then on, and an older one is refused", async (opened) => {
    await putTrust(opened, KEY);
    const named = (number: number, version: string) => stating(number, { name: "pkg", version });
    const [old, middle, young] = [
      await named(1, "1.2.0"),
      await named(2, "1.10.0"),
      await named(3, "2.0.0"),
    ];
    opened.takeEvents();
    const [accepted] = await raise(opened, [middle]);
    assert.deepEqual(accepted, {
      packageHash: testHash(2),
      keyFingerprint: KEY.publicKey.fingerprint,
      name: "pkg",
      version: "1.10.0",
    });
    assert.deepEqual(opened.takeEvents(), [{
      type: "minimum_version.raised",
      orgId: ORG,
      fingerprint: KEY.publicKey.fingerprint,
      packageHash: testHash(2),
      packageName: "pkg",
      packageVersion: "1.10.0",
    }]);
    assert.deepEqual(await raise(opened, [old]), [{
      packageHash: testHash(1),
      code: "version_rolled_back",
      message:
        'Cannot verify "1.so": version 1.2.0 of "pkg" is older than 1.10.0, the highest accepted so far',
      hint: null,
    }]);
    assert.deepEqual(opened.takeEvents(), [{
      type: "verification.failure",
      orgId: ORG,
      packageHash: testHash(1),
      reason: "version_rolled_back",
    }]);
    assert.deepEqual(told(await raise(opened, [young])), ["2.0.0"]);
    assert.deepEqual(await kept(opened), { pkg: "2.0.0" });
    assert.deepEqual(await kept(opened, CHILD), {});
  });

  test("the same again passes, raises nothing and tells nothing", async (opened) => {
    await putTrust(opened, KEY);
    const one = await stating(1, { name: "pkg", version: "1.0.0" });
    await raise(opened, [one]);
    const before = await opened.store.listMinimumVersions({ orgId: ORG }, ALL);
    opened.takeEvents();
    const built = await stating(2, { name: "pkg", version: "1.0.0+build.7" });
    assert.deepEqual(told(await raise(opened, [one, built])), ["1.0.0", "1.0.0+build.7"]);
    assert.deepEqual(opened.takeEvents(), []);
    assert.deepEqual(await opened.store.listMinimumVersions({ orgId: ORG }, ALL), before);
  });

  test("a pre-release is older than its release, and newer than the pre-release before it", async (opened) => {
    await putTrust(opened, KEY);
    const pass = async (version: string) =>
      told(await raise(opened, [await stating(1, { name: "pkg", version })]))[0];
    assert.equal(await pass("1.0.0-rc.2"), "1.0.0-rc.2");
    assert.equal(await pass("1.0.0-rc.1"), "version_rolled_back");
    assert.equal(await pass("1.0.0-rc.10"), "1.0.0-rc.10");
    assert.equal(await pass("1.0.0"), "1.0.0");
    assert.equal(await pass("1.0.0-rc.11"), "version_rolled_back");
    assert.deepEqual(await kept(opened), { pkg: "1.0.0" });
  });

  test("of a batch all are judged by what was kept before, and the highest version is kept", async (opened) => {
    await putTrust(opened, KEY);
    await raise(opened, [await stating(1, { name: "pkg", version: "1.1.0" })]);
    const versions = ["3.0.0", "1.0.0", "2.0.0", "1.1.0"];
    const packages = await Promise.all(
      versions.map((version, at) => stating(10 + at, { name: "pkg", version })),
    );
    opened.takeEvents();
    assert.deepEqual(told(await raise(opened, packages)), [
      "3.0.0",
      "version_rolled_back",
      "2.0.0",
      "1.1.0",
    ]);
    assert.deepEqual(opened.takeEvents().map(({ type, packageHash }) => [type, packageHash]), [
      ["verification.failure", testHash(11)],
      ["minimum_version.raised", testHash(10)],
    ]);
    assert.deepEqual(await kept(opened), { pkg: "3.0.0" });
  });

  test("every name has a minimum of its own, whatever it is", async (opened) => {
    await putTrust(opened, KEY);
    const packages = await Promise.all(
      NAMES.map((name, at) => stating(at + 1, { name, version: `1.${at}.0` })),
    );
    await raise(opened, packages);
    const expected = NAMES.map((name, at) => [name, `1.${at}.0`] as const).toSorted();
    assert.deepEqual(
      Object.entries(await kept(opened)).toSorted(),
      Object.entries(Object.fromEntries(expected)).toSorted(),
    );
    for (const name of NAMES) {
      const older = await stating(99, { name, version: "0.9.0" });
      assert.deepEqual(told(await raise(opened, [older])), ["version_rolled_back"], name);
    }
  });

  test("what does not verify is refused, and raises nothing", async (opened) => {
    await putTrust(opened, KEY);
    const claims = { name: "pkg", version: "1.0.0" };
    const good = await stating(1, claims);
    const { statement, ...bare } = good.signature;
    const others = await stating(2, claims);
    const past = await stating(3, claims, { expires: new Date("2001-01-01T00:00:00Z") });
    const cases: readonly (readonly [VersionedPackage, string])[] = [
      [await stating(4, claims, { key: STRANGER }), "untrusted_signer"],
      [{ name: '"1.so"', signature: bare }, "claim_mismatch"],
      [await stating(5, { name: "pkg" }), "claim_mismatch"],
      [await stating(6, { version: "1.0.0" }), "claim_mismatch"],
      [past, "signature_expired"],
      [
        { ...good, signature: { ...good.signature, statement: others.signature.statement! } },
        "package_tampered",
      ],
      [
        { ...good, signature: { ...good.signature, signature: others.signature.signature } },
        "invalid_signature",
      ],
      [
        {
          ...good,
          signature: { ...bare, statement: { ...statement!, signature: bare.signature } },
        },
        "invalid_signature",
      ],
      [{
        ...good,
        signature: { ...bare, statement: { ...statement!, payload: new Uint8Array([1]) } },
      }, "invalid_signature"],
    ];
    opened.takeEvents();
    assert.deepEqual(
      told(await raise(opened, cases.map(([one]) => one))),
      cases.map(([, code]) => code),
    );
    assert.deepEqual(
      opened.takeEvents().map(({ type, reason }) => `${type} ${reason}`).toSorted(),
      cases.map(([, code]) => `verification.failure ${code}`).toSorted(),
    );
    assert.deepEqual(await kept(opened), {});
    const at = { ...NO_DEMANDS, at: new Date("2000-01-01T00:00:00Z") };
    assert.deepEqual(told(await raise(opened, [past], { demands: at })), ["1.0.0"]);
    const demands = { ...NO_DEMANDS, requirements: [{ claim: "name", value: "other" }] };
    assert.deepEqual(told(await raise(opened, [good], { demands })), ["claim_mismatch"]);
  });

  test("the key of a child raises the minimum of the parent that trusts it, and a revoked key none", async (opened) => {
    const { keys, orgs } = opened.operations;
    await keys.trust({ orgId: CHILD, publicKey: KEY.publicKey, name: null });
    const named = (number: number, version: string) => stating(number, { name: "pkg", version });
    const [one, two] = [await named(1, "1.0.0"), await named(2, "2.0.0")];
    assert.deepEqual(told(await raise(opened, [one])), ["untrusted_signer"]);
    await orgs.grantTrust({ parent: ORG, child: CHILD });
    assert.deepEqual(told(await raise(opened, [one])), ["1.0.0"]);
    assert.deepEqual(await kept(opened, CHILD), {});
    const { fingerprint: fingerprintPrefix } = KEY.publicKey;
    await keys.trusted.revoke({ orgId: CHILD, fingerprintPrefix, dryRun: false });
    assert.deepEqual(told(await raise(opened, [two])), ["untrusted_signer"]);
    await putTrust(opened, KEY);
    await keys.trusted.revoke({ orgId: ORG, fingerprintPrefix, dryRun: false });
    assert.deepEqual(told(await raise(opened, [two])), ["key_revoked"]);
    assert.deepEqual(await kept(opened), { pkg: "1.0.0" });
  });

  test("of many at once the highest version stays", async (opened) => {
    await putTrust(opened, KEY);
    const versions = Array.from({ length: 12 }, (_, at) => `1.${(at * 5) % 12}.0`);
    const packages = await Promise.all(
      versions.map((version, at) => stating(at + 1, { name: "pkg", version })),
    );
    const all = await Promise.all(packages.map((one) => raise(opened, [one])));
    assert.ok(all.flat().some((one) => !isRefused(one) && one.version === "1.11.0"));
    assert.deepEqual(await kept(opened), { pkg: "1.11.0" });
  });

  test("a thousand packages are judged by what was kept before, in whatever order", async (opened) => {
    await putTrust(opened, KEY);
    const bare = await signed(KEY, testHash(1));
    await raise(opened, [await stating(1, { name: "n3", version: "0.500.0" })]);
    const packages = await Promise.all(
      Array.from({ length: 1000 }, (_, at) => {
        const version = `0.${(at * 7) % 1000}.0`;
        return stating(2, { name: `n${at % 4}`, version });
      }),
    );
    const verdicts = told(await raise(opened, [...packages, { name: '"bare"', signature: bare }]));
    const expected = packages.map((_, at) => {
      const minor = (at * 7) % 1000;
      return at % 4 === 3 && minor < 500 ? "version_rolled_back" : `0.${minor}.0`;
    });
    assert.deepEqual(verdicts, [...expected, "claim_mismatch"]);
    const { n0, n1, n2, n3 } = await kept(opened);
    assert.deepEqual([n0, n1, n2, n3], ["0.996.0", "0.999.0", "0.998.0", "0.997.0"]);
  });

  test("a minimum that is removed is told, and the next package sets it anew", async (opened) => {
    await putTrust(opened, KEY);
    const { orgs } = opened.operations;
    const packages = [
      await stating(1, { name: "-", version: "9.0.0" }),
      await stating(2, { name: "b", version: "1.0.0" }),
    ];
    await raise(opened, packages);
    const { items } = await orgs.listMinimums({ orgId: ORG, page: ALL });
    opened.takeEvents();
    const removed = await orgs.removeMinimum({ orgId: ORG, name: "-" });
    assert.deepEqual([removed], items.filter((one) => (one as MinimumVersionRecord).name === "-"));
    assert.deepEqual(opened.takeEvents(), [{
      type: "minimum_version.removed",
      orgId: ORG,
      packageName: "-",
      packageVersion: "9.0.0",
    }]);
    assert.deepEqual(await kept(opened), { b: "1.0.0" });
    const older = await stating(3, { name: "-", version: "1.0.0" });
    assert.deepEqual(told(await raise(opened, [older])), ["1.0.0"]);
  });

  test("a minimum that there is not is not removed, nor that of another organisation", async (opened) => {
    await putTrust(opened, KEY);
    await raise(opened, [await stating(1, { name: "pkg", version: "1.0.0" })]);
    const { orgs } = opened.operations;
    for (const request of [{ orgId: ORG, name: "PKG" }, { orgId: CHILD, name: "pkg" }]) {
      await assert.rejects(orgs.removeMinimum(request), { code: "minimum_not_found" });
    }
    assert.deepEqual(await kept(opened), { pkg: "1.0.0" });
  });
}
