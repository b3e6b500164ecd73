import assert from "node:assert/strict";
import { parseChecksums } from "../../scripts/release/parse_checksums.ts";

const DIGEST = "0a".repeat(32);

Deno.test("a list of checksums is read", () => {
  const list = parseChecksums(`${DIGEST}  a.sh\n${DIGEST}  b-1_2\n`);
  assert.deepEqual([...list], [["a.sh", DIGEST], ["b-1_2", DIGEST]]);
});

for (const name of ["../a", "a/b", ".a", "a b", "", "*a"]) {
  Deno.test(`a list of checksums may not lead to "${name}"`, () => {
    assert.throws(() => parseChecksums(`${DIGEST}  ${name}\n`), /Cannot read a list/);
  });
}
