import assert from "node:assert/strict";
import { sodiumScryptCost } from "../../../../src/formats/keys/foreign/sodium_scrypt_cost.ts";

const MIB = 2 ** 20;

/** Limits of operations and memory, and the costs that libsodium takes them for. */
const COSTS = [
  // SENSITIVE, as minisign asks for; INTERACTIVE; as rsign, Tauri and py-minisign ask for.
  [2 ** 25, 1024 * MIB, { N: 2 ** 20, r: 8, p: 1 }],
  [2 ** 19, 16 * MIB, { N: 2 ** 14, r: 8, p: 1 }],
  [2 ** 20, 32 * MIB, { N: 2 ** 15, r: 8, p: 1 }],
  // More memory than operations use, and more operations than fill the memory.
  [2 ** 20, 1024 * MIB, { N: 2 ** 15, r: 8, p: 1 }],
  [2 ** 25, 16 * MIB, { N: 2 ** 14, r: 8, p: 64 }],
  // Not a power of two, and less than the least.
  [3_000_000, 100_000_000, { N: 2 ** 16, r: 8, p: 1 }],
  [0, 0, { N: 2, r: 8, p: 512 }],
] as const;

for (const [operations, memory, cost] of COSTS) {
  Deno.test(`the costs of scrypt follow from ${operations} operations and ${memory} bytes`, () => {
    assert.deepEqual(sodiumScryptCost(operations, memory), cost);
  });
}

Deno.test("limits above those of minisign are refused", () => {
  const refused = { code: "invalid_key" };
  assert.throws(() => sodiumScryptCost(2 ** 25 + 1, MIB), refused);
  assert.throws(() => sodiumScryptCost(2 ** 20, 2 ** 30 + 1), refused);
});
