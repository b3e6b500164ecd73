import { needsPrograms } from "../testkit/bare_transcript.ts";
import { scriptTests } from "../testkit/script_tests.ts";
import { toolUnderTest } from "../testkit/tool.ts";

scriptTests(
  await toolUnderTest(),
  (transcript) => needsPrograms(transcript) ? transcript : null,
);
