import assert from "node:assert/strict";
import { BUILD } from "../src/build.ts";

Deno.test("the version that the program prints is the one in deno.json", async () => {
  const config = await Deno.readTextFile(new URL("../deno.json", import.meta.url));
  assert.equal(BUILD.version, JSON.parse(config).version);
});

Deno.test("a run from source says that it is one", () => {
  assert.equal(BUILD.kind, "source");
});
