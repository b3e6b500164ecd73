import type { CONTRACT } from "../contract/contract.ts";
import type { Verb } from "../contract/endpoint.ts";
import { mapVerbs } from "../contract/map_verbs.ts";
import { exportPrivateKey } from "./keys/export_private.ts";
import { generateKey } from "./keys/generate.ts";
import { importKey } from "./keys/import.ts";
import { isKnownKey } from "./keys/is_known.ts";
import { listKeys } from "./keys/list.ts";
import { lookUpKey } from "./keys/look_up.ts";
import { revokeKey } from "./keys/revoke.ts";
import { rotateKey } from "./keys/rotate.ts";
import { showKey } from "./keys/show.ts";
import { trustKey } from "./keys/trust.ts";
import { listTrustedKeys } from "./keys/trusted/list.ts";
import { lookUpTrustedKey } from "./keys/trusted/look_up.ts";
import { revokeTrustedKey } from "./keys/trusted/revoke.ts";
import { checkMasterKey } from "./master_key/check.ts";
import { rotateMasterKey } from "./master_key/rotate.ts";
import type { MasterKeyOperations, Operations } from "./operations.ts";
import { grantTrust } from "./orgs/grant_trust.ts";
import { listOrgs } from "./orgs/list.ts";
import { listMinimums } from "./orgs/list_minimums.ts";
import { listTrust } from "./orgs/list_trust.ts";
import { removeMinimum } from "./orgs/remove_minimum.ts";
import { revokeTrust } from "./orgs/revoke_trust.ts";
import { preflight } from "./package/preflight.ts";
import { signWithStoredKey } from "./package/sign_with_stored_key.ts";
import { verifyForOrg } from "./package/verify_for_org.ts";
import type { LocalParts } from "./parts.ts";
import { findBlocking } from "./signatures/blocking.ts";
import { importSignatures } from "./signatures/import.ts";
import { listSignatures } from "./signatures/list.ts";
import { removeSignature } from "./signatures/remove.ts";
import { listSigners } from "./signatures/signers.ts";
import { createApiToken } from "./tokens/create.ts";
import { listApiTokens } from "./tokens/list.ts";
import { revokeApiToken } from "./tokens/revoke.ts";

/** The implementation of each verb. */
const VERBS: LocalVerbs<typeof CONTRACT> = {
  keys: {
    generate: generateKey,
    import: importKey,
    list: listKeys,
    lookUp: lookUpKey,
    show: showKey,
    isKnown: isKnownKey,
    exportPrivate: exportPrivateKey,
    rotate: rotateKey,
    revoke: revokeKey,
    trust: trustKey,
    trusted: { list: listTrustedKeys, lookUp: lookUpTrustedKey, revoke: revokeTrustedKey },
  },
  orgs: { list: listOrgs, grantTrust, revokeTrust, listTrust, listMinimums, removeMinimum },
  package: {
    sign: signWithStoredKey,
    verify: verifyForOrg,
    // Loaded on demand: it compares versions, which nothing else here does.
    raiseMinimum: async (...request) =>
      await (await import("./package/raise_minimum.ts")).raiseMinimumForOrg(...request),
    preflight,
  },
  signatures: {
    import: importSignatures,
    list: listSignatures,
    signers: listSigners,
    blocking: findBlocking,
    remove: removeSignature,
  },
  tokens: { create: createApiToken, list: listApiTokens, revoke: revokeApiToken },
};

/** The verbs of a table, as functions of `LocalParts`. */
type LocalVerbs<Table> = {
  readonly [Name in keyof Table]: Table[Name] extends Verb<infer Request, infer Answer>
    ? (parts: LocalParts, request: Request) => Promise<Answer>
    : LocalVerbs<Table[Name]>;
};

type LocalVerb = (parts: LocalParts, request: unknown) => Promise<unknown>;

/** The operations on a local store. */
export function localOperations(parts: LocalParts): Operations {
  const bind = (verb: LocalVerb) => (request: unknown) => verb(parts, request);
  return mapVerbs(VERBS, bind) as Operations;
}

/** The master key operations on a local store. */
export function localMasterKeyOperations(parts: LocalParts): MasterKeyOperations {
  return {
    rotate: (request) => rotateMasterKey(parts, request),
    check: (request) => checkMasterKey(parts, request),
  };
}
