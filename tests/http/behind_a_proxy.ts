// Lists the keys of a server, first with the client of the API and then with that of the runtime.
import { remoteOperations } from "../../src/http/client/client.ts";
import { ORG, PAGE } from "../operations/kit.ts";
import { TOKEN } from "./hostile_server.ts";

const url = Deno.args[0]!;
const client = remoteOperations({ url, apiKey: TOKEN, caCert: null });
const first = await client.keys.list({ orgId: ORG, includeRevoked: false, page: PAGE });
client.close();
const second = await (await fetch(`${url}/v1/signing-keys`)).json();
console.log(`${first.items.length} keys, then ${second.items.length} keys`);
