import { toolUnderTest } from "../../testkit/tool.ts";
import { runTranscript } from "../../testkit/transcript.ts";
import { inDatabase, storeTranscripts } from "../../cli/store_transcripts.ts";

const tool = await toolUnderTest();

for (const transcript of storeTranscripts()) {
  Deno.test(`${transcript.name} in SQLite, against ${tool.kind}`, () =>
    runTranscript(inDatabase(transcript, "sqlite://store.db"), tool));
}
