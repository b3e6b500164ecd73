import { fileURLToPath } from "node:url";
import type { HintFacts } from "./hint_facts.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** What each file of src/ says of errors and their hints. */
export async function readHintFacts(): Promise<readonly HintFacts[]> {
  const args = ["lint", "--config", "scripts/docs/hints_lint.json", "--json", "src/"];
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd: ROOT }).output();
  try {
    const { diagnostics } = JSON.parse(new TextDecoder().decode(stdout));
    return diagnostics.map(({ message }: { readonly message: string }) => JSON.parse(message));
  } catch (cause) {
    throw new Error(new TextDecoder().decode(stderr), { cause });
  }
}
