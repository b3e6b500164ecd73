import { toolUnderTest } from "../../testkit/tool.ts";
import { runInOwnNetwork } from "../testkit/own_network.ts";

const tool = await toolUnderTest();

// The offline build has no network.
if (tool.kind !== "cloacina-offline") {
  Deno.test(`what two servers acknowledged outlives changes of the primary, against ${tool.kind}`, () =>
    runInOwnNetwork(new URL("./primary_changes.ts", import.meta.url)));
}
