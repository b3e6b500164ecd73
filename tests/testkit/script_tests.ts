import { fileURLToPath } from "node:url";
import type { Tool } from "./tool.ts";
import { runTranscript } from "./transcript.ts";
import { parseTranscript, type Transcript } from "./transcript_parse.ts";

/** The folder of the transcripts of the tool. */
export const SCRIPTS = fileURLToPath(new URL("../scripts/", import.meta.url));

/** Tests of a file run one after the other, so the transcripts are shared out among so many files. */
export const PARTS = 3;

/** Registers a test for every transcript of a part, 0 or more, of what is chosen of it: null is nothing. */
export function scriptTests(
  part: number,
  tool: Tool,
  choose: (transcript: Transcript) => Transcript | null,
): void {
  const names = Array.from(Deno.readDirSync(SCRIPTS), ({ name }) => name).sort();
  for (const name of names.filter((_, index) => index % PARTS === part)) {
    registerScript(name, tool, choose);
  }
}

function registerScript(
  name: string,
  tool: Tool,
  choose: (transcript: Transcript) => Transcript | null,
): void {
  const title = `${name} against ${tool.kind}`;
  const transcript = readScript(name);
  if (transcript instanceof Error) {
    Deno.test(title, () => {
      throw transcript;
    });
    return;
  }
  const chosen = transcript.only.includes(tool.kind) ? choose(transcript) : null;
  if (chosen !== null) Deno.test(title, () => runTranscript(chosen, tool));
}

// One transcript that cannot be read fails its own test, not all of them.
function readScript(name: string): Transcript | Error {
  try {
    return parseTranscript(`tests/scripts/${name}`, Deno.readTextFileSync(`${SCRIPTS}${name}`));
  } catch (error) {
    return error as Error;
  }
}
