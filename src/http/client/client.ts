import { ApiToken } from "../../contract/records.ts";
import type { ApiTokenInfo } from "../../domain/api_token.ts";
import type { Operations } from "../../operations/operations.ts";
import { type ApiLocation, httpTransport, type Patience } from "./client_transport.ts";
import { remoteKeys } from "./keys.ts";
import { remoteOrgs } from "./orgs.ts";
import { remotePackages } from "./packages.ts";
import { remoteSignatures } from "./signatures.ts";
import { remoteTokens } from "./tokens.ts";
import { PATHS } from "../wire.ts";

/** The operations of a server, and who we are to it. */
export interface RemoteOperations extends Operations {
  /** The token that is used. Throws `unauthorized`, `store_unavailable`. */
  readonly whoami: () => Promise<ApiTokenInfo>;
  /** Closes the connections that are kept. */
  readonly close: () => void;
  /** Whether a verdict so far came from a standby of the server's database, which may be behind its primary. */
  readonly sawStandby: () => boolean;
}

/** The operations on a server, over HTTP: the same as on a store of this machine's. */
export function remoteOperations(location: ApiLocation, patience?: Patience): RemoteOperations {
  const transport = httpTransport(location, patience);
  let sawStandby = false;
  return {
    keys: remoteKeys(transport),
    orgs: remoteOrgs(transport),
    package: remotePackages(transport, () => sawStandby = true),
    signatures: remoteSignatures(transport),
    tokens: remoteTokens(transport),
    whoami: () => transport.send({ method: "GET", path: PATHS.whoami, answer: ApiToken }),
    close: transport.close,
    sawStandby: () => sawStandby,
  };
}
