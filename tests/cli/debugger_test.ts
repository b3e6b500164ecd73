import assert from "node:assert/strict";
import { toolUnderTest } from "../testkit/tool.ts";
import { type ApiServer, withApiServer } from "./api_server.ts";
import { assertServes, processFile } from "./server_health.ts";

const tool = await toolUnderTest();

/** How the kernel writes the state of a socket that listens. */
const LISTENS = "0A";

/** The ports on which a process listens, over IPv4 and IPv6, as the kernel tells them. */
async function listeningPorts(server: ApiServer): Promise<readonly number[]> {
  const list = new Deno.Command("ls", { args: ["-l", `/proc/${server.pid}/fd`] });
  const descriptors = new TextDecoder().decode((await list.output()).stdout);
  const tables = await Promise.all(
    ["net/tcp", "net/tcp6"].map((name) => processFile(server, name)),
  );
  return tables.flatMap((table) =>
    table.trim().split("\n").slice(1).flatMap((line) => {
      const fields = line.trim().split(/\s+/);
      const [address, state, inode] = [fields[1]!, fields[3], fields[9]];
      const isOwn = state === LISTENS && descriptors.includes(`socket:[${inode}]`);
      return isOwn ? [parseInt(address.split(":")[1]!, 16)] : [];
    })
  );
}

if (tool.kind !== "cloacina-offline") {
  Deno.test(`SIGUSR1 makes nobody listen beside the server, against ${tool.kind}`, async () => {
    await withApiServer(tool, {}, async (server) => {
      const own = Number(new URL(server.url).port);
      assert.deepEqual(await listeningPorts(server), [own]);
      for (let times = 0; times < 3; times++) {
        server.kill("SIGUSR1");
        // From source it ends, as the runtime's debugger cannot be kept from listening.
        if (tool.kind === "source") break;
        await assertServes(server);
        assert.deepEqual(await listeningPorts(server), [own]);
      }
      if (tool.kind === "source") assert.equal(await server.ended(), 130);
      assert.doesNotMatch(server.said(), /debugger/i);
    });
  });
}
