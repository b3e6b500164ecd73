import assert from "node:assert/strict";
import type { Command, RouteMap } from "@stricli/core";
import { helpPage } from "../../../src/cli/command_line/help_page.ts";
import { loadRoutes } from "../../../src/cli/commands/routes.ts";
import type { CliContext } from "../../../src/cli/context.ts";

const rootRoutes = await loadRoutes();

type Target = Command<CliContext> | RouteMap<CliContext>;

const TOPICS = topicsBelow(rootRoutes, ["cloacina"]);
const additionalFlags = [{ name: "help", brief: "Print this help", aliases: ["h"] as const }];

Deno.test("no line of any help is wider than the terminal, examples aside", () => {
  assert.ok(TOPICS.length > 40, `${TOPICS.length} commands and groups`);
  for (const width of [40, 60, 80, 120]) {
    for (const result of TOPICS) {
      const [page = ""] = helpPage({ result, additionalFlags }, width).split("\nEXAMPLES\n");
      for (const line of page.split("\n")) assert.ok(line.length <= width, `${width}: ${line}`);
    }
  }
});

Deno.test("no example is wider than 80 characters", () => {
  for (const result of TOPICS) {
    for (const line of helpPage({ result, additionalFlags }, 80).split("\n")) {
      assert.ok(line.length <= 80, line);
    }
  }
});

Deno.test("every flag of every command is shown once, with its value", () => {
  for (const { target, prefix } of TOPICS) {
    if (!("parameters" in target)) continue;
    const page = helpPage({ result: { target, prefix }, additionalFlags }, 80);
    for (const [name, flag] of Object.entries(target.parameters.flags ?? {})) {
      if (flag.hidden) continue;
      const typed = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
      const shown = page.match(new RegExp(`^  ${typed}( [A-Z][A-Z:=]*| [a-z\\d|]+)?(  |$)`, "gm"));
      assert.equal(shown?.length, 1, `${prefix.join(" ")} ${typed}`);
      const hasValue = / [^ ]/.test(shown![0].trim());
      assert.equal(hasValue, flag.kind !== "boolean", `${prefix.join(" ")}: ${shown![0]}`);
    }
  }
});

Deno.test("flags of the store and of the API stand under headings of their own", () => {
  const page = pageOf("cloacina package sign");
  const [, own = "", store = "", api = ""] = page.split(/^(?:FLAGS|STORE FLAGS|API FLAGS)$/m);
  assert.match(own, /--key REF/);
  assert.match(own, /--passphrase-file FILE/);
  assert.match(store, /--database-url URL[^]*--key-dir DIR[^]*--master-key REF/);
  assert.match(api, /--api-url URL[^]*--ca-cert FILE/);
  assert.doesNotMatch(store, /--no-input|--api-url/);
  assert.doesNotMatch(pageOf("cloacina audit verify"), /STORE FLAGS|API FLAGS/);
  assert.match(pageOf("cloacina master-key passphrase"), /STORE FLAGS[^]*--passphrase-file FILE/);
});

Deno.test("the usage line says what is required, and marks what is not", () => {
  const usageOf = (words: string) => pageOf(words).split("\nUSAGE\n")[1]!.split("\n\n")[0];
  assert.equal(
    usageOf("cloacina keys import"),
    "  cloacina keys import --name NAME [flags] FILE",
  );
  assert.equal(usageOf("cloacina doctor"), "  cloacina doctor [flags] [FILE...]");
  assert.equal(usageOf("cloacina audit list"), "  cloacina audit list [flags] [FILE...]");
  assert.equal(usageOf("cloacina package verify"), "  cloacina package verify [flags] [PATH...]");
  assert.equal(usageOf("cloacina completions"), "  cloacina completions [flags] SHELL");
  assert.equal(usageOf("cloacina keys"), "  cloacina keys COMMAND");
});

function pageOf(words: string): string {
  const result = TOPICS.find(({ prefix }) => prefix.join(" ") === words)!;
  return helpPage({ result, additionalFlags }, 80);
}

function topicsBelow(
  target: Target,
  prefix: readonly string[],
): readonly { readonly target: Target; readonly prefix: readonly string[] }[] {
  const entries = "parameters" in target ? [] : target.getAllEntries();
  const below = entries.flatMap((entry) =>
    topicsBelow(entry.target, [...prefix, entry.name["convert-camel-to-kebab"]])
  );
  return [{ target, prefix }, ...below];
}
