import assert from "node:assert/strict";
import { loadRoutes } from "../../src/cli/commands/routes.ts";

const rootRoutes = await loadRoutes();

const PAGE = await Deno.readTextFile(new URL("../../README.md", import.meta.url));

/** What stricli's table of commands has that is needed here. */
interface Entries {
  readonly getAllEntries: () => readonly {
    readonly name: { readonly "convert-camel-to-kebab": string };
    readonly target: object;
  }[];
}

/** Every command of a table, as it is typed. */
function commandsOf(routes: Entries): readonly string[] {
  return routes.getAllEntries().flatMap(({ name, target }) => {
    const word = name["convert-camel-to-kebab"];
    if (!("getAllEntries" in target)) return [word];
    return commandsOf(target as Entries).map((command) => `${word} ${command}`);
  });
}

Deno.test("README's table has every command, and none that there is not", () => {
  const [, table = ""] = /^## Commands\n(.*?)^## /ms.exec(PAGE) ?? [];
  const cells = Array.from(table.matchAll(/^\| (`.*?`) *\|/gm), ([, cell]) => cell!);
  const named = cells.flatMap((cell) =>
    Array.from(cell.matchAll(/`([^`]+)`/g), ([, name]) => name!)
  );
  assert.deepEqual(named.toSorted(), commandsOf(rootRoutes as unknown as Entries).toSorted());
});
