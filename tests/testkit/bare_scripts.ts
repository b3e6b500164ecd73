import { bareTranscript, needsPrograms } from "./bare_transcript.ts";
import { scriptTests } from "./script_tests.ts";
import { toolUnderTest } from "./tool.ts";
import type { Transcript } from "./transcript_parse.ts";

/** Registers the transcripts of a part as a bare machine runs them, see `scriptTests`. */
export async function bareScripts(part: number): Promise<void> {
  const tool = await toolUnderTest();
  // Executables are tested where tests/system/ runs the others whole.
  scriptTests(part, tool, (transcript: Transcript) => {
    if (tool.kind === "source") return bareTranscript(transcript);
    return needsPrograms(transcript) ? null : transcript;
  });
}
