import { CHILD, GRANDCHILD, ORG, signed, testHash, type TestKey } from "../operations/kit.ts";
import type { PackageSignature } from "../../src/domain/signature.ts";
import { signStating } from "../../src/operations/package/sign.ts";
import type { Api } from "./api_kit.ts";
import { PATHS } from "./paths.ts";
import { signatureBody } from "./signature_body.ts";

/** A request that an administrator of all organisations is granted, of a store that was prepared for it. */
export interface Sample {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  /** What of the organisation's must be in no answer to anyone else, and is not in the request itself. */
  readonly secrets: readonly string[];
}

/** One good request for every route, all of them about ORG, by the route's name. Prepares the store for them. */
export async function sampleRequests(
  { operations }: Api,
  partner: TestKey,
): Promise<ReadonlyMap<string, Sample>> {
  const key = await operations.keys.generate({ orgId: ORG, name: "hush-release", trust: true });
  await operations.keys.trust({ orgId: ORG, publicKey: partner.publicKey, name: "hush-partner" });
  await operations.orgs.grantTrust({ parent: ORG, child: CHILD });
  const [hash, foreignHash] = [testHash(1), testHash(2)];
  const reference = { text: key.id, orgId: null };
  await operations.package.sign({ reference, hashes: [hash], store: true });
  const { info } = await operations.tokens.create({
    orgId: ORG,
    name: "hush-token",
    role: "read",
    keyIds: null,
    expiresAt: null,
  });
  const foreign = await signed(partner, foreignHash);
  const versioned = await signedVersion(partner, "1.4.0");
  const packages = [{ name: "n", signature: await signedVersion(partner, "1.2.0") }];
  await operations.package.raiseMinimum({ orgId: ORG, packages });
  const fill = (path: string) =>
    path.replace(":key_id", key.id).replace(":token_id", info.id)
      .replace(":fingerprint", key.publicKey.fingerprint);
  const secrets = [
    "hush-",
    key.publicKey.bytes.toBase64(),
    ...[key.publicKey.fingerprint, partner.publicKey.fingerprint],
  ];
  const sample = (method: string, path: string, body?: unknown, query = ""): [string, Sample] => {
    const request = `${fill(path)}${query}${JSON.stringify(body) ?? ""}`;
    return [`${method} ${path}`, {
      method,
      path: `${fill(path)}${query}`,
      body,
      secrets: secrets.filter((secret) => !request.includes(secret)),
    }];
  };
  const ofOrg = `?org_id=${ORG}`;
  return new Map([
    sample("GET", PATHS.whoami),
    sample("GET", PATHS.signingKeys, undefined, ofOrg),
    sample("GET", PATHS.lookup, undefined, `${ofOrg}&reference=${key.id}`),
    sample("GET", PATHS.signingKey),
    sample("GET", PATHS.publicKey, undefined, "?format=ssh"),
    sample("POST", PATHS.signingKeys, { org_id: ORG, name: "another" }),
    sample("POST", PATHS.rotate, { name: "next" }),
    sample("POST", PATHS.revoke, { and_trust: true }),
    sample("POST", PATHS.sign, { package_hashes: [foreignHash], store: true }),
    sample("GET", PATHS.trustedKeys, undefined, ofOrg),
    sample("GET", PATHS.lookupTrusted, undefined, `${ofOrg}&reference=hush-partner`),
    sample("POST", PATHS.trustedKeys, {
      org_id: ORG,
      public_key: partner.publicKey.bytes.toBase64(),
    }),
    sample("POST", PATHS.revokeTrusted, { org_id: ORG }),
    sample("GET", PATHS.knownKey),
    sample("GET", PATHS.organisations),
    sample("GET", PATHS.trustGrants, undefined, ofOrg),
    sample("POST", PATHS.trustGrants, { parent_org_id: ORG, child_org_id: GRANDCHILD }),
    sample("POST", PATHS.revokeGrant, { parent_org_id: ORG, child_org_id: CHILD }),
    sample("GET", PATHS.signatures, undefined, ofOrg),
    sample("POST", PATHS.signatures, {
      org_id: ORG,
      signatures: [{
        package_hash: foreignHash,
        key_fingerprint: foreign.keyFingerprint,
        signature: foreign.signature.toBase64(),
        signed_at: foreign.signedAt,
      }],
    }),
    sample("POST", PATHS.signers, { org_id: ORG, package_hashes: [hash] }),
    sample("POST", PATHS.blocking, { org_id: ORG, package_hashes: [hash] }),
    sample("POST", PATHS.removeSignature, {
      org_id: ORG,
      package_hash: hash,
      key_fingerprint: key.publicKey.fingerprint,
      force: true,
    }),
    sample("POST", PATHS.verify, { org_id: ORG, package_hash: hash }),
    sample("POST", PATHS.preflight, { org_id: ORG, package_hash: hash }),
    sample("GET", PATHS.minimumVersions, undefined, ofOrg),
    sample("POST", PATHS.minimumVersions, { org_id: ORG, signatures: [signatureBody(versioned)] }),
    sample("POST", PATHS.removeMinimum, { org_id: ORG, package_name: "hush-workflow" }),
    sample("GET", PATHS.tokens, undefined, ofOrg),
    sample("POST", PATHS.tokens, { org_id: ORG, role: "read" }),
    sample("GET", PATHS.refusals, undefined, ofOrg),
    sample("POST", PATHS.revokeToken),
  ]);
}

async function signedVersion({ signer }: TestKey, version: string): Promise<PackageSignature> {
  const terms = { claims: { name: "hush-workflow", version }, expires: null, predicate: null };
  return await signStating(
    signer,
    { hash: testHash(3), terms },
    () => new Date("2026-01-28T12:00:00Z"),
  );
}
