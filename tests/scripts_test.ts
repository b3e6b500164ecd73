import assert from "node:assert/strict";
import { bareTranscript, needsPrograms } from "./testkit/bare_transcript.ts";
import { SCRIPTS, scriptTests } from "./testkit/script_tests.ts";
import { toolUnderTest } from "./testkit/tool.ts";
import type { Transcript } from "./testkit/transcript_parse.ts";

const tool = await toolUnderTest();

Deno.test("tests/scripts holds transcripts, and nothing that would never be run", () => {
  const names = Array.from(Deno.readDirSync(SCRIPTS), ({ name }) => name);
  assert.deepEqual(names.filter((name) => !name.endsWith(".txt")), []);
  assert.notEqual(names.length, 0);
});

/** Source is tested on bare machines, too; executables where tests/system/scripts_test.ts runs the others whole. */
function chosen(transcript: Transcript): Transcript | null {
  if (tool.kind === "source") return bareTranscript(transcript);
  return needsPrograms(transcript) ? null : transcript;
}

scriptTests(tool, chosen);
