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
import { listTrust } from "./orgs/list_trust.ts";
import { revokeTrust } from "./orgs/revoke_trust.ts";
import { preflight } from "./package/preflight.ts";
import { signWithStoredKey } from "./package/sign_with_stored_key.ts";
import { verifyForOrg } from "./package/verify_for_org.ts";
import type { LocalParts } from "./parts.ts";
import { importSignatures } from "./signatures/import.ts";
import { listSignatures } from "./signatures/list.ts";
import { createApiToken } from "./tokens/create.ts";
import { listApiTokens } from "./tokens/list.ts";
import { revokeApiToken } from "./tokens/revoke.ts";

/** The operations on a store of this machine's. */
export function localOperations(parts: LocalParts): Operations {
  return {
    keys: {
      generate: (request) => generateKey(parts, request),
      import: (request) => importKey(parts, request),
      list: (request) => listKeys(parts, request),
      lookUp: (reference) => lookUpKey(parts, reference),
      show: (reference) => showKey(parts, reference),
      isKnown: (request) => isKnownKey(parts, request),
      exportPrivate: (reference) => exportPrivateKey(parts, reference),
      rotate: (request) => rotateKey(parts, request),
      revoke: (request) => revokeKey(parts, request),
      trust: (request) => trustKey(parts, request),
      trusted: {
        lookUp: (request) => lookUpTrustedKey(parts, request),
        list: (request) => listTrustedKeys(parts, request),
        revoke: (request) => revokeTrustedKey(parts, request),
      },
    },
    orgs: {
      grantTrust: (request) => grantTrust(parts, request),
      revokeTrust: (request) => revokeTrust(parts, request),
      listTrust: (orgId) => listTrust(parts, orgId),
    },
    package: {
      sign: (request) => signWithStoredKey(parts, request),
      verify: (request) => verifyForOrg(parts, request),
      preflight: (request) => preflight(parts, request),
    },
    signatures: {
      import: (request) => importSignatures(parts, request),
      list: (request) => listSignatures(parts, request),
    },
    tokens: {
      create: (request) => createApiToken(parts, request),
      list: (request) => listApiTokens(parts, request),
      revoke: (request) => revokeApiToken(parts, request),
    },
  };
}

/** The operations on the master key of a store of this machine's. */
export function localMasterKeyOperations(parts: LocalParts): MasterKeyOperations {
  return {
    rotate: (request) => rotateMasterKey(parts, request),
    check: (request) => checkMasterKey(parts, request),
  };
}
