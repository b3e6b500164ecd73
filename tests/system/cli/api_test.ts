import { apiTests } from "../../cli/api_tests.ts";
import { needsPrograms } from "../../testkit/bare_transcript.ts";
import { toolUnderTest } from "../../testkit/tool.ts";

apiTests(
  await toolUnderTest(),
  (transcript) => needsPrograms(transcript) ? transcript : null,
);
