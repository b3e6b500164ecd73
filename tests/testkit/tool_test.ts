import assert from "node:assert/strict";
import { kindOfExecutable } from "./tool.ts";

Deno.test("the build is known by the executable's name", () => {
  assert.equal(kindOfExecutable("dist/cloacina"), "cloacina");
  assert.equal(kindOfExecutable("/x/cloacina-linux-x64"), "cloacina");
  assert.equal(kindOfExecutable("dist/cloacina-offline"), "cloacina-offline");
  assert.equal(kindOfExecutable("cloacina-offline-linux-x64"), "cloacina-offline");
  assert.throws(() => kindOfExecutable("dist/other"), { message: /^Cannot test dist\/other: / });
});
