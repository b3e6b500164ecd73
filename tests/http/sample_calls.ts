import type { ApiTokenId } from "../../src/domain/api_token.ts";
import type { RemoteOperations } from "../../src/http/client/client.ts";
import { CHILD, ORG, PAGE, signed, testHash, testKey } from "../operations/kit.ts";
import { KEY_ID } from "./hostile_server.ts";

/** One call of an operation, and the last path that it asks. */
type Call = readonly [
  what: string,
  path: string,
  call: (client: RemoteOperations) => Promise<unknown>,
];

const KEY = await testKey(1);
const SIGNATURE = await signed(KEY, testHash(1));
const REFERENCE = { text: `id:${KEY_ID}`, orgId: null };
const TOKEN_ID = "eeeeeeee-0000-4000-8000-00000000000e" as ApiTokenId;
const EVERYTHING = { orgId: ORG, includeRevoked: true, page: PAGE };
const PAIR = { parent: ORG, child: CHILD };
const fingerprintPrefix = KEY.publicKey.fingerprint;

const signing = (store: boolean): Call[2] => (client) =>
  client.package.sign({ reference: REFERENCE, hashes: [testHash(1)], store });
const revoking = (dryRun: boolean): Call[2] => (client) =>
  client.keys.revoke({ reference: REFERENCE, andTrust: false, dryRun });
const distrusting = (dryRun: boolean): Call[2] => (client) =>
  client.keys.trusted.revoke({ orgId: ORG, fingerprintPrefix, dryRun });

const removing = (dryRun: boolean): Call[2] => (client) => {
  const { packageHash, keyFingerprint } = SIGNATURE;
  const choice = { packageHash, keyFingerprint };
  return client.signatures.remove({ orgId: ORG, choice, force: false, dryRun });
};

/** What is the same done twice as done once. */
export const IDEMPOTENT: readonly Call[] = [
  ["whoami", "/v1/whoami", (client) => client.whoami()],
  ["a list of keys", "/v1/signing-keys", (client) => client.keys.list(EVERYTHING)],
  ["a look for a key", "/v1/signing-keys/lookup", (client) => client.keys.lookUp(REFERENCE)],
  [
    "a look whether a key is known",
    `/v1/known-keys/${fingerprintPrefix}`,
    (client) => client.keys.isKnown({ orgId: ORG, fingerprint: fingerprintPrefix }),
  ],
  ["a signature", `/v1/signing-keys/${KEY_ID}/signatures`, signing(false)],
  ["a stored signature", `/v1/signing-keys/${KEY_ID}/signatures`, signing(true)],
  ["a dry run of a revocation", `/v1/signing-keys/${KEY_ID}/revoke`, revoking(true)],
  [
    "trust in a key",
    "/v1/trusted-keys",
    (client) => client.keys.trust({ orgId: ORG, publicKey: KEY.publicKey, name: null }),
  ],
  [
    "a look for a trusted key",
    "/v1/trusted-keys/lookup",
    (client) => client.keys.trusted.lookUp({ orgId: ORG, text: "vendor" }),
  ],
  ["a list of trusted keys", "/v1/trusted-keys", (client) => client.keys.trusted.list(EVERYTHING)],
  [
    "a dry run of the end of trust",
    `/v1/trusted-keys/${fingerprintPrefix}/revoke`,
    distrusting(true),
  ],
  [
    "a list of grants",
    "/v1/trust-grants",
    (client) => client.orgs.listTrust({ orgId: ORG, page: PAGE }),
  ],
  ["a list of organisations", "/v1/organisations", (client) => client.orgs.list({ page: PAGE })],
  [
    "a verification",
    "/v1/verify",
    (client) =>
      client.package.verify({ orgId: ORG, name: "a.so", hash: testHash(1), signature: null }),
  ],
  [
    "a comparison with minimum versions",
    "/v1/minimum-versions",
    (client) =>
      client.package.raiseMinimum({
        orgId: ORG,
        packages: [{ name: "a.so", signature: SIGNATURE }],
      }),
  ],
  [
    "a list of minimum versions",
    "/v1/minimum-versions",
    (client) => client.orgs.listMinimums({ orgId: ORG, page: PAGE }),
  ],
  [
    "a preflight",
    "/v1/preflight",
    (client) => client.package.preflight({ orgId: ORG, hash: testHash(1) }),
  ],
  [
    "an import of signatures",
    "/v1/signatures",
    (client) => client.signatures.import({ orgId: ORG, signatures: [SIGNATURE] }),
  ],
  [
    "a list of signatures",
    "/v1/signatures",
    (client) => client.signatures.list({ orgId: null, hash: null, page: PAGE }),
  ],
  [
    "a look for signers",
    "/v1/signatures/signers",
    (client) => client.signatures.signers({ orgId: null, hashes: [testHash(1)] }),
  ],
  [
    "a look for what the engine reads",
    "/v1/signatures/blocking",
    (client) => client.signatures.blocking({ orgId: ORG, hashes: [testHash(1)] }),
  ],
  ["a dry run of a removal", "/v1/signatures/remove", removing(true)],
  ["a list of tokens", "/v1/tokens", (client) => client.tokens.list(EVERYTHING)],
];

/** What must not be done twice. */
export const SINGLE: readonly Call[] = [
  [
    "a new key",
    "/v1/signing-keys",
    (client) => client.keys.generate({ orgId: ORG, name: "k", trust: true }),
  ],
  [
    "a rotation",
    `/v1/signing-keys/${KEY_ID}/rotate`,
    (client) => client.keys.rotate({ reference: REFERENCE, name: "k2" }),
  ],
  ["a revocation", `/v1/signing-keys/${KEY_ID}/revoke`, revoking(false)],
  ["the end of trust", `/v1/trusted-keys/${fingerprintPrefix}/revoke`, distrusting(false)],
  ["a removal", "/v1/signatures/remove", removing(false)],
  ["a grant", "/v1/trust-grants", (client) => client.orgs.grantTrust(PAIR)],
  ["the end of a grant", "/v1/trust-grants/revoke", (client) => client.orgs.revokeTrust(PAIR)],
  [
    "the removal of a minimum version",
    "/v1/minimum-versions/remove",
    (client) => client.orgs.removeMinimum({ orgId: ORG, name: "pkg" }),
  ],
  [
    "a new token",
    "/v1/tokens",
    (client) =>
      client.tokens.create({ orgId: ORG, name: "ci", role: "sign", keyIds: null, expiresAt: null }),
  ],
  [
    "the end of a token",
    `/v1/tokens/${TOKEN_ID}/revoke`,
    (client) => client.tokens.revoke({ id: TOKEN_ID, orgId: null }),
  ],
];
