import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { toolUnderTest } from "./testkit/tool.ts";
import { runTranscript } from "./testkit/transcript.ts";
import { parseTranscript, type Transcript } from "./testkit/transcript_parse.ts";

const directory = fileURLToPath(new URL("./scripts", import.meta.url));
const names = Array.from(Deno.readDirSync(directory), ({ name }) => name).sort();
const tool = await toolUnderTest();

Deno.test("tests/scripts holds transcripts, and nothing that would never be run", () => {
  assert.deepEqual(names.filter((name) => !name.endsWith(".txt")), []);
  assert.notEqual(names.length, 0);
});

for (const name of names) register(name);

function register(name: string): void {
  const title = `${name} against ${tool.kind}`;
  const transcript = read(name);
  if (transcript instanceof Error) {
    Deno.test(title, () => {
      throw transcript;
    });
  } else if (transcript.only.includes(tool.kind)) {
    Deno.test(title, () => runTranscript(transcript, tool));
  }
}

// One transcript that cannot be read fails its own test, not all of them.
function read(name: string): Transcript | Error {
  try {
    return parseTranscript(`tests/scripts/${name}`, Deno.readTextFileSync(`${directory}/${name}`));
  } catch (error) {
    return error as Error;
  }
}
