import { readApiKey } from "../secrets/api_key.ts";
import { requireSafeTransport } from "./api_url.ts";
import type { CliContext, ConnectToServer } from "../context.ts";
import { readCertificates } from "./ca_certificates.ts";
import type { ChosenServer, RemoteFlags } from "./remote_flags.ts";
import { retryLimit } from "./retry_limit.ts";
import { requireNetwork } from "./require_network.ts";
import { standbyWarning } from "../asked_place.ts";

type Location = Parameters<ConnectToServer>[0];

/** A server, and the flags that say how to connect to it. */
interface ServerChoice {
  readonly flags: RemoteFlags;
  readonly server: ChosenServer;
}

/** The same, and what connects. */
interface Connecting extends ServerChoice {
  readonly connect: ConnectToServer;
}

/** The same, and what asks whether a server is ready. */
interface AskingReady extends ServerChoice {
  readonly requireReady: (location: Location) => Promise<void>;
}

/** Does work on a server with the token that the flags choose, then closes the connections. */
export async function withServer<Result>(
  context: CliContext,
  { connect, ...choice }: Connecting,
  work: (operations: Awaited<ReturnType<ConnectToServer>>) => Promise<Result>,
): Promise<Result> {
  const readToken = () => readApiKey(context, choice.flags, choice.server);
  const location = await toLocation(context, choice, readToken);
  const operations = await connect(location);
  try {
    return await work(operations);
  } finally {
    if (operations.sawStandby()) {
      const warning = standbyWarning(`the database of ${location.url}`, "serve --require-primary");
      await context.terminal.tell(warning);
    }
    operations.close();
  }
}

/** Throws unless a server is ready to serve. No token is read or sent. */
export async function requireServerReady(
  context: CliContext,
  { requireReady, ...choice }: AskingReady,
): Promise<void> {
  await requireReady(await toLocation(context, choice, () => Promise.resolve(null)));
}

async function toLocation(
  context: CliContext,
  { flags, server: { url, because } }: ServerChoice,
  readToken: () => Promise<string | null>,
): Promise<Location> {
  const hint = "use a store on this machine: --key-dir DIR, or --database-url sqlite:///path";
  await requireNetwork(context, `connect to the server of ${because}`, hint);
  if (!flags.insecureHttp) {
    requireSafeTransport(url, { source: because, hint: "use https" });
  }
  const apiKey = await readToken();
  const limit = retryLimit(context, flags);
  return { url, apiKey, caCert: await readCaCert(context, flags), ...limit };
}

async function readCaCert(context: CliContext, { caCert }: RemoteFlags): Promise<string | null> {
  const path = caCert ?? context.env("CLOACINA_CA_CERT");
  return path === undefined ? null : await readCertificates(context, path);
}
