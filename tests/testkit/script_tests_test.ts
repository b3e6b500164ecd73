import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { PARTS, SCRIPTS } from "./script_tests.ts";

const TESTS = fileURLToPath(new URL("../", import.meta.url));

Deno.test("tests/scripts holds transcripts, and nothing that would never be run", () => {
  const names = Array.from(Deno.readDirSync(SCRIPTS), ({ name }) => name);
  assert.deepEqual(names.filter((name) => !name.endsWith(".txt")), []);
  assert.notEqual(names.length, 0);
});

for (const folder of [TESTS, `${TESTS}system/`]) {
  Deno.test(`there is a file for each part of the transcripts in ${folder.slice(TESTS.length - 6)}`, () => {
    const files = Array.from(Deno.readDirSync(folder), ({ name }) => name)
      .filter((name) => /^scripts_\d+_test\.ts$/.test(name));
    assert.deepEqual(
      files.sort(),
      Array.from({ length: PARTS }, (_, part) => `scripts_${part}_test.ts`),
    );
  });
}
