import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { kindOfExecutable } from "./tool.ts";

const CLI = fileURLToPath(new URL("../cli/", import.meta.url));

/** What starts the tool under test, or may import what does. */
const STARTS_TOOL = /"(\.\.\/\.\.\/testkit\/(cli|tool)|\.\.\/\w+)\.ts"/;

Deno.test("the build is known by the executable's name", () => {
  assert.equal(kindOfExecutable("dist/cloacina"), "cloacina");
  assert.equal(kindOfExecutable("/x/cloacina-linux-x64"), "cloacina");
  assert.equal(kindOfExecutable("dist/cloacina-offline"), "cloacina-offline");
  assert.equal(kindOfExecutable("cloacina-offline-linux-x64"), "cloacina-offline");
  assert.throws(() => kindOfExecutable("dist/other"), { message: /^Cannot test dist\/other: / });
});

Deno.test("the tests below tests/cli/ that start the tool lie there directly: test:cli runs no others", () => {
  const folders = Deno.readDirSync(CLI).filter(({ isDirectory }) => isDirectory).toArray();
  assert.notEqual(folders.length, 0);
  const modules = folders.flatMap((folder) =>
    Array.from(Deno.readDirSync(`${CLI}${folder.name}`), ({ name }) => `${folder.name}/${name}`)
  ).filter((path) => path.endsWith(".ts"));
  const starting = modules.filter((path) => STARTS_TOOL.test(Deno.readTextFileSync(CLI + path)));
  assert.deepEqual(starting, []);
});
