import assert from "node:assert/strict";
import fc from "fast-check";
import { CloacinaError } from "../../src/errors.ts";
import { runtimeLength } from "../../scripts/compile/trailer.ts";
import { SYNTHETIC_RUNTIME_LENGTH, syntheticExecutable } from "./synthetic_executable.ts";

const NO_PROGRAM =
  "Cannot reuse the runtime of x: no program that `deno compile` appended stands at its end";

function refusal(file: Uint8Array): string {
  let message = "";
  assert.throws(() => runtimeLength(file, "x"), (error) => {
    assert(error instanceof CloacinaError);
    assert.equal(error.code, "invalid_request");
    message = error.message;
    return true;
  });
  return message;
}

Deno.test("the runtime is what stands before the trailer", () => {
  assert.equal(runtimeLength(syntheticExecutable(), "x"), SYNTHETIC_RUNTIME_LENGTH);
});

Deno.test("a file whose last 24 bytes do not begin with the magic has no trailer", () => {
  const file = syntheticExecutable();
  file[file.length - 24] = 0;
  assert.equal(refusal(file), NO_PROGRAM);
});

Deno.test("a file shorter than a trailer has none, down to the empty one", () => {
  const footer = syntheticExecutable().slice(-24);
  for (let length = 0; length < 24; length++) {
    assert.equal(refusal(footer.slice(24 - length)), NO_PROGRAM);
  }
});

Deno.test("a trailer is at least its two magics and its footer, and shorter than the file", () => {
  const size = syntheticExecutable().length;
  const claims = [0n, 1n, 16n, 31n, BigInt(size), BigInt(size) + 1n, 2n ** 53n, 2n ** 64n - 1n];
  for (const claimedLength of claims) {
    const message = `Cannot reuse the runtime of x: its trailer claims ${claimedLength} of the ` +
      `file's ${size} bytes`;
    assert.equal(refusal(syntheticExecutable({ claimedLength })), message);
  }
});

Deno.test("a trailer that does not begin with the magic is refused", () => {
  const message = "Cannot reuse the runtime of x: its trailer does not begin where its length says";
  assert.equal(refusal(syntheticExecutable({ claimedLength: 40n })), message);
});

Deno.test("any bytes give a length inside the file or a coded error", () => {
  const anyFile = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((claimedLength) =>
      syntheticExecutable({ claimedLength })
    ),
  );
  fc.assert(fc.property(anyFile, (file) => {
    try {
      const length = runtimeLength(file, "x");
      assert(length > 0 && length <= file.length - 32);
    } catch (error) {
      assert(error instanceof CloacinaError);
    }
  }));
});
