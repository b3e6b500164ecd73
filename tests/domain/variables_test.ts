import assert from "node:assert/strict";
import { VARIABLES } from "../../src/domain/variables.ts";

const ROOT = new URL("../../", import.meta.url);

/** All source but the table itself. */
function sourceOf(folder: string): string {
  return Array.from(Deno.readDirSync(new URL(folder, ROOT)), ({ name, isDirectory }) => {
    const path = `${folder}${name}`;
    if (isDirectory) return sourceOf(`${path}/`);
    return path === "src/domain/variables.ts" ? "" : Deno.readTextFileSync(new URL(path, ROOT));
  }).join("\n");
}

Deno.test("every variable of the table is read somewhere", () => {
  const source = sourceOf("src/");
  assert.deepEqual(Object.keys(VARIABLES).filter((name) => !source.includes(`"${name}"`)), []);
});

Deno.test("the permission of the program covers every variable of the table", () => {
  const { tasks } = JSON.parse(Deno.readTextFileSync(new URL("deno.json", ROOT)));
  const allowed = /--allow-env=(\S+)/.exec(tasks.cloacina)![1]!.split(",");
  const isAllowed = (name: string) =>
    allowed.some((pattern) =>
      pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern
    );
  assert.deepEqual(Object.keys(VARIABLES).filter((name) => !isAllowed(name)), []);
});
