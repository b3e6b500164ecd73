import { CloacinaError } from "../errors.ts";
import type { ApiTokenInfo, Operations } from "../operations/operations.ts";
import { readApiKey } from "./api_key.ts";
import { requireSafeTransport } from "./api_url.ts";
import type { CliContext } from "./context.ts";
import { readPath } from "./read_reference.ts";
import type { RemoteFlags } from "./remote_flags.ts";
import { requireNetwork } from "./require_network.ts";
import type { ChosenServer } from "./server_location.ts";

/** Where a server is, and how it is spoken to. */
interface ServerAccess {
  readonly url: string;
  readonly apiKey: string;
  /** Certificates in PEM that are trusted besides those of the system. */
  readonly caCert: string | null;
}

/** The operations of a server, and who we are to it. */
export interface ServerOperations extends Operations {
  readonly whoami: () => Promise<ApiTokenInfo>;
  readonly close: () => void;
}

/** Connects to a server; nothing is sent yet. */
export type ConnectToServer = (access: ServerAccess) => Promise<ServerOperations>;

/** The most that a file of certificates may hold. */
const MAX_CERTIFICATE_BYTES = 1024 * 1024;

/** Does the work on a server, with the token that the flags choose, and closes the connections. */
export async function withServer<Result>(
  context: CliContext,
  connect: ConnectToServer,
  flags: RemoteFlags,
  server: ChosenServer,
  work: (operations: ServerOperations) => Promise<Result>,
): Promise<Result> {
  const access = await toAccess(context, flags, server);
  const operations = await connect(access).catch((cause) => {
    throw access.caCert === null
      ? cause
      : unusable("of --ca-cert or CLOACINA_CA_CERT: they are damaged", cause);
  });
  try {
    return await work(operations);
  } finally {
    operations.close();
  }
}

async function toAccess(
  context: CliContext,
  flags: RemoteFlags,
  server: ChosenServer,
): Promise<ServerAccess> {
  const { url, because } = server;
  const hint = "work in a store of this machine's: --key-dir DIR, or --database-url sqlite:///path";
  await requireNetwork(context, `use the server of ${because}`, hint);
  if (!flags.insecureHttp) requireSafeTransport(url, because);
  const apiKey = await readApiKey(context, flags, server);
  return { url, apiKey, caCert: await readCertificates(context, flags) };
}

async function readCertificates(
  context: CliContext,
  { caCert }: RemoteFlags,
): Promise<string | null> {
  const path = caCert ?? context.env("CLOACINA_CA_CERT");
  if (path === undefined) return null;
  const action = "read the certificates";
  const { bytes, name } = await readPath(context, path, MAX_CERTIFICATE_BYTES, action);
  const pem = new TextDecoder().decode(bytes);
  if (pem.includes("-----BEGIN CERTIFICATE-----")) return pem;
  throw unusable(`in ${name}: there is none in PEM`);
}

function unusable(state: string, cause?: unknown): CloacinaError {
  return new CloacinaError("invalid_request", `Cannot trust the certificates ${state}`, { cause });
}
