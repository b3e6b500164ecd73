import plugin from "../../scripts/lint/plugin.ts";
import { absolute } from "../../scripts/lint/paths.ts";

/** What one of the project's rules says of a source at a project path: its messages, in order. */
export function messagesOf(rule: string, path: string, source: string): string[] {
  return Deno.lint.runPlugin(plugin, absolute(path), source)
    .filter(({ id }) => id === `cloacina/${rule}`)
    .map(({ message }) => message);
}
