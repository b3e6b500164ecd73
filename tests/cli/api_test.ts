import { fileURLToPath } from "node:url";
import { toolUnderTest } from "../testkit/tool.ts";
import { runTranscript } from "../testkit/transcript.ts";
import { onServer, withApiServer } from "./api_server.ts";
import { readTranscript } from "./store_transcripts.ts";

const SCRIPTS = fileURLToPath(new URL("./api_scripts/", import.meta.url));
const tool = await toolUnderTest();

// The offline build has no network, and tests/scripts/api_offline.txt shows that it says so.
if (tool.kind !== "cloacina-offline") {
  for (const name of Array.from(Deno.readDirSync(SCRIPTS), ({ name }) => name).sort()) {
    Deno.test(`${name} through a server, against ${tool.kind}`, () =>
      withApiServer(tool, {}, async (server) => {
        await runTranscript(onServer(readTranscript(`${SCRIPTS}${name}`), server), tool);
      }));
  }
}
