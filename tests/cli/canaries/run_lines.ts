import { ownPermissions } from "../../testkit/own_permissions.ts";
import { END_OF_LINE, type Line } from "./lines_process.ts";

const MODULE = new URL("./lines_process.ts", import.meta.url).pathname;

/** Runs command lines one after another in one process, in a folder. Returns what each printed, on both streams together. */
export async function runLines(
  cwd: string,
  env: Readonly<Record<string, string>>,
  lines: readonly Line[],
): Promise<readonly string[]> {
  await Deno.writeTextFile(`${cwd}/lines.json`, JSON.stringify(lines));
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", ...await ownPermissions(), MODULE, "lines.json"],
    cwd,
    env,
    stdin: "null",
  }).output();
  const [said, noted] = [stdout, stderr].map(linesOf);
  if (code !== 0 || said!.length !== lines.length) {
    throw new Error(`Only ${said!.length} of ${lines.length} lines ended:\n${noted!.at(-1)}`);
  }
  return said!.map((text, index) => `${text}${noted![index]}`);
}

function linesOf(bytes: Uint8Array): readonly string[] {
  return new TextDecoder().decode(bytes).split(END_OF_LINE).slice(0, -1);
}
