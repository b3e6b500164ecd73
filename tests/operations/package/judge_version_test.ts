import assert from "node:assert/strict";
import { type Claims, CLAIMS_TYPE } from "../../../src/domain/statement.ts";
import {
  MAX_MINIMUM_VERSIONS_BYTES,
  parseMinimumVersions,
  serializeMinimumVersions,
} from "../../../src/formats/statement/minimum_versions.ts";
import { raiseMinimum, requireNotOlder } from "../../../src/operations/package/judge_version.ts";
import { testHash } from "../kit.ts";

const MINIMUM = new Map([["pkg", "1.4.0"], ["constructor", "2.0.0"], ["__proto__", "3.0.0"]]);

function raise(claims: Claims, minimum: ReadonlyMap<string, string> = MINIMUM) {
  const statement = { packageHash: testHash(1), predicateType: CLAIMS_TYPE, claims, expires: null };
  return raiseMinimum(minimum, [requireNotOlder(minimum, statement, '"pkg"')]);
}

Deno.test("a version that is not older passes, and a newer one is kept for its name alone", () => {
  assert.equal(raise({ name: "pkg", version: "1.4.0" }), null);
  assert.equal(raise({ name: "pkg", version: "1.4.0+build" }), null);
  assert.deepEqual(
    raise({ name: "pkg", version: "1.10.0" }),
    new Map([...MINIMUM, ["pkg", "1.10.0"]]),
  );
  assert.deepEqual(raise({ name: "new", version: "0.1.0" })?.get("new"), "0.1.0");
  assert.deepEqual(raise({ name: "toString", version: "0.1.0" }, new Map())?.size, 1);
});

Deno.test("of several that were accepted the highest is kept, in whatever order", () => {
  const accepted = ["1.4.1", "1.10.0", "1.9.0"].map((version) => ({ name: "pkg", version }));
  for (const versions of [accepted, accepted.toReversed()]) {
    assert.equal(raiseMinimum(MINIMUM, versions)?.get("pkg"), "1.10.0");
  }
});

Deno.test("an older version is refused, a pre-release of the same one too", () => {
  for (const version of ["1.3.9", "1.4.0-rc.1", "0.9.0"]) {
    assert.throws(() => raise({ name: "pkg", version }), {
      code: "version_rolled_back",
      message:
        `Cannot verify "pkg": version ${version} of "pkg" is older than 1.4.0, the highest accepted so far`,
    });
  }
  for (const name of ["constructor", "__proto__"]) {
    assert.throws(() => raise({ name, version: "1.0.0" }), { code: "version_rolled_back" }, name);
  }
});

Deno.test("what claims no name or no version has no minimum, and is refused", () => {
  assert.throws(() => raise({ name: "pkg" }), { code: "claim_mismatch" });
  assert.throws(() => raise({ version: "1.4.0" }), { code: "claim_mismatch" });
});

Deno.test("minimum versions read back as they were written, whatever the names are", () => {
  const bytes = serializeMinimumVersions(MINIMUM, "f");
  const sorted = new Map([...MINIMUM].toSorted());
  assert.deepEqual(parseMinimumVersions(bytes, "f"), sorted);
});

Deno.test("no file is written that could not be read again", () => {
  const sized = (length: number) =>
    serializeMinimumVersions(new Map([["n".repeat(length), "1.0.0"]]), "f");
  const longest = MAX_MINIMUM_VERSIONS_BYTES - sized(0).length;
  assert.equal(parseMinimumVersions(sized(longest), "f").size, 1);
  assert.throws(() => sized(longest + 1), {
    code: "invalid_request",
    message: 'Cannot keep the minimum versions in "f": it would be over 1 MiB',
  });
});

Deno.test("a file that cannot be read lets nothing pass", () => {
  const texts = [
    ...["", "{", "null", "[]", "{}", '{"version":1,"kind":"minimum-versions"}'],
    ...['{"version":2,"kind":"minimum-versions","minimum":{}}'],
    ...['{"version":1,"kind":"minimum-versions","minimum":["1.0.0"]}'],
    ...['{"version":1,"kind":"minimum-versions","minimum":{"a":"1"}}'],
    ...['{"version":1,"kind":"minimum-versions","minimum":{},"keys":{}}'],
    ...['{"version":1,"kind":"minimum-versions","minimum":{"a":"2.0.0","a":"1.0.0"}}'],
  ];
  for (const text of texts) {
    const bytes = new TextEncoder().encode(text);
    assert.throws(() => parseMinimumVersions(bytes, "f"), { code: "invalid_request" }, text);
  }
});
