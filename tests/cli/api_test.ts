import { bareTranscript, needsPrograms } from "../testkit/bare_transcript.ts";
import { toolUnderTest } from "../testkit/tool.ts";
import { apiTests } from "./api_tests.ts";

const tool = await toolUnderTest();

// As in bare_scripts.ts; tests/system/cli/api_test.ts runs the others whole.
apiTests(tool, (transcript) => {
  if (tool.kind === "source") return bareTranscript(transcript);
  return needsPrograms(transcript) ? null : transcript;
});
