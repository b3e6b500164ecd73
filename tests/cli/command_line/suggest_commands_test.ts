import assert from "node:assert/strict";
import { loadRoutes } from "../../../src/cli/commands/routes.ts";
import { followRoutes } from "../../../src/cli/command_line/followed_routes.ts";
import { suggestCommands } from "../../../src/cli/command_line/suggest_commands.ts";

const rootRoutes = await loadRoutes();

/** What is typed, and the commands that it may stand for. */
const TYPED: readonly (readonly [typed: string, commands: readonly string[]])[] = [
  ["key list", ["keys list"]],
  ["org list-trust", ["orgs list-trust"]],
  ["signature export", ["signatures export"]],
  ["token", ["tokens"]],
  ["pkg sign x", ["package sign"]],
  ["masterkey rotate", ["master-key rotate"]],
  ["sign x", ["package sign"]],
  ["verify x", ["package verify", "audit verify"]],
  ["migrate", ["db migrate"]],
  ["keys lst", ["keys list"]],
  ["keys ls", ["keys list"]],
  ["keys delete x", ["keys revoke"]],
  ["keys untrust x", ["keys trusted"]],
  ["orgs grant", ["orgs grant-trust"]],
  // Nobody who wants a signature or a grant out of the way is led to revoking keys.
  ["signatures rm x", ["signatures remove"]],
  ["signatures delete x", ["signatures remove"]],
  ["signatures revoke x", ["signatures remove"]],
  ["orgs revoke", ["orgs revoke-trust", "orgs remove-minimum"]],
  ["orgs rm", ["orgs revoke-trust", "orgs remove-minimum"]],
  ["keys remove x", ["keys revoke"]],
  ["rm x", ["keys revoke", "keys trusted revoke", "signatures remove", "tokens revoke"]],
  ["keys sign x", ["package sign"]],
  ["keys trusted rm", ["keys trusted revoke"]],
  ["audit show", ["audit list"]],
  ["tokens show x", ["tokens list"]],
  ["package show x", ["package inspect"]],
  ["db show", ["db status"]],
  ["version", ["--version"]],
  ["keys version", ["--version"]],
  ["completion bash", ["completions"]],
  ["frobnicate", []],
  // What every object of JavaScript has is no synonym.
  ["constructor", []],
  ["keys toString", []],
  ["", []],
];

Deno.test("a wrong word is led to the noun and the verb that it stands for", () => {
  for (const [typed, commands] of TYPED) {
    const words = typed.split(" ");
    const known = followRoutes(rootRoutes, words).words;
    const meant = suggestCommands(rootRoutes, known, words.slice(known.length));
    assert.deepEqual(meant, commands, typed);
  }
});
