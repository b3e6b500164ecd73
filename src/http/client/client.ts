import { WHOAMI } from "../../contract/whoami.ts";
import type { ApiTokenInfo } from "../../domain/api_token.ts";
import type { Operations } from "../../operations/operations.ts";
import { askServer } from "./ask_server.ts";
import { type ApiLocation, httpTransport } from "./client_transport.ts";
import type { Patience } from "./client_retry.ts";
import { checkedKeys } from "./keys.ts";
import { checkedOrgs } from "./orgs.ts";
import { checkedPackages } from "./packages.ts";
import { checkedSignatures } from "./signatures.ts";
import { checkedTokens } from "./tokens.ts";

/** The operations of a server, and the token that they use. */
export interface RemoteOperations extends Operations {
  /** The token that is used. Throws `unauthorized`, `store_unavailable`. */
  readonly whoami: () => Promise<ApiTokenInfo>;
  /** Closes idle connections. */
  readonly close: () => void;
  /** Whether any verdict so far came from a standby database, which may lag behind its primary. */
  readonly sawStandby: () => boolean;
}

/** The operations of a server over HTTP, the same as those of a local store. Its answers are untrusted, and checked. */
export function remoteOperations(location: ApiLocation, patience?: Patience): RemoteOperations {
  const transport = httpTransport(location, patience);
  const ask = askServer(transport);
  let sawStandby = false;
  return {
    keys: checkedKeys(ask.keys),
    orgs: checkedOrgs(ask.orgs),
    package: checkedPackages(ask, () => sawStandby = true),
    signatures: checkedSignatures(ask.signatures),
    tokens: checkedTokens(ask.tokens),
    whoami: () => transport.send({ ...WHOAMI, params: {}, query: {}, isIdempotent: true }),
    close: transport.close,
    sawStandby: () => sawStandby,
  };
}
