import { fileURLToPath } from "node:url";
import type { Tool } from "../testkit/tool.ts";
import { runTranscript } from "../testkit/transcript.ts";
import type { Transcript } from "../testkit/transcript_parse.ts";
import { onServer, withApiServer } from "./api_server.ts";
import { readTranscript } from "./store_transcripts.ts";

const SCRIPTS = fileURLToPath(new URL("./api_scripts/", import.meta.url));

/** Registers a test for every transcript of api_scripts/, of what is chosen of it, through a server: null is nothing. */
export function apiTests(
  tool: Tool,
  choose: (transcript: Transcript) => Transcript | null,
): void {
  // The offline build has no network, and tests/scripts/api_offline.txt shows that it says so.
  if (tool.kind === "cloacina-offline") return;
  for (const name of Array.from(Deno.readDirSync(SCRIPTS), ({ name }) => name).sort()) {
    const transcript = choose(readTranscript(`${SCRIPTS}${name}`));
    if (transcript === null) continue;
    Deno.test(`${name} through a server, against ${tool.kind}`, () =>
      withApiServer(tool, {}, async (server) => {
        await runTranscript(onServer(transcript, server), tool);
      }));
  }
}
