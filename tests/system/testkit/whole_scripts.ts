import { needsPrograms } from "../../testkit/bare_transcript.ts";
import { scriptTests } from "../../testkit/script_tests.ts";
import { toolUnderTest } from "../../testkit/tool.ts";

/** Registers the transcripts of a part that a bare machine runs not at all, or not whole, see `scriptTests`. */
export async function wholeScripts(part: number): Promise<void> {
  const tool = await toolUnderTest();
  scriptTests(part, tool, (transcript) => needsPrograms(transcript) ? transcript : null);
}
