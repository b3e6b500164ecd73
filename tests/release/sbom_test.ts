import assert from "node:assert/strict";
import { sbomOf } from "../../scripts/release/sbom.ts";

const SHA512 = { integrity: `sha512-${btoa("x".repeat(64))}` };

const LOCKED = {
  "@scope/a@1.0.0": { ...SHA512, dependencies: ["b", "c@2.0.0"] },
  "b@1.5.0": { ...SHA512, optionalDependencies: ["d"] },
  "c@1.0.0": SHA512,
  "c@2.0.0": SHA512,
  "d@0.1.0_b@1.5.0": { ...SHA512, dependencies: ["b"] },
  "e@9.0.0": SHA512,
};

/** What is read of a document. */
interface Sbom {
  readonly components: readonly { readonly purl: string; readonly [key: string]: unknown }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

const sbom = (imported: readonly string[]) =>
  sbomOf({ version: "1.2.3", denoVersion: "2.9.6", imported, locked: LOCKED }) as Sbom;

Deno.test("an SBOM has the runtime, what is imported, what that needs, and nothing else of the lock", () => {
  assert.deepEqual(sbom(["@scope/a@1.0.0"]).components.map(({ purl }) => purl), [
    "pkg:github/denoland/deno@v2.9.6",
    "pkg:npm/%40scope/a@1.0.0",
    "pkg:npm/b@1.5.0",
    "pkg:npm/c@2.0.0",
    "pkg:npm/d@0.1.0",
  ]);
});

Deno.test("an SBOM has the scope, the version and the hash of a package", () => {
  assert.deepEqual(sbom(["@scope/a@1.0.0"]).components[1], {
    "type": "library",
    "bom-ref": "pkg:npm/%40scope/a@1.0.0",
    "group": "@scope",
    "name": "a",
    "version": "1.0.0",
    "hashes": [{ alg: "SHA-512", content: "78".repeat(64) }],
    "purl": "pkg:npm/%40scope/a@1.0.0",
  });
});

Deno.test("an SBOM says what needs what", () => {
  assert.deepEqual(sbom(["b@1.5.0"]).dependencies, [
    {
      ref: "cloacina@1.2.3",
      dependsOn: ["pkg:github/denoland/deno@v2.9.6", "pkg:npm/b@1.5.0"],
    },
    { ref: "pkg:npm/b@1.5.0", dependsOn: ["pkg:npm/d@0.1.0"] },
    { ref: "pkg:npm/d@0.1.0", dependsOn: ["pkg:npm/b@1.5.0"] },
  ]);
});

Deno.test("an SBOM of a package that is not locked is refused", () => {
  assert.throws(() => sbom(["f@1.0.0"]), /Cannot list f@1\.0\.0: it is not in deno\.lock/);
});
