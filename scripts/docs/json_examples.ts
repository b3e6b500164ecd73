import type * as z from "zod/mini";
import { ApiError } from "../../src/contract/api_error.ts";
import {
  ApiToken,
  Blocker,
  Blocking,
  CheckedKey,
  CreatedApiToken,
  DamagedApiToken,
  DamagedMinimumVersion,
  DamagedSignature,
  DamagedSigningKey,
  DamagedTrustedKey,
  DamagedTrustGrant,
  KeyTrusted,
  MadeSignature,
  MinimumVersion,
  OrganisationSummary,
  Preflight,
  Revoked,
  Rotated,
  SignatureRemoved,
  Signed,
  Signers,
  SigningKey,
  StoredSignature,
  TrustedKey,
  TrustGrant,
  TrustRevoked,
  Verified,
  VerifiedByFile,
  VersionAccepted,
  VersionRefused,
} from "../../src/contract/records.ts";
import { Refusal } from "../../src/contract/refusals.ts";
import type { Damaged } from "../../src/domain/damaged.ts";
import type { ApiTokenId } from "../../src/domain/api_token.ts";
import type { Fingerprint } from "../../src/domain/fingerprint.ts";
import type { KeyId, OrgId } from "../../src/domain/ids.ts";
import type { PackageHash } from "../../src/domain/package_hash.ts";

/** A document, what it is, and who prints it. */
export interface JsonExample {
  readonly title: string;
  readonly says: string;
  readonly commands: readonly string[];
  readonly codec: z.ZodMiniType;
  readonly value: unknown;
}

const ORG = "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11" as OrgId;
const CHILD = "0a54cf2e-93a5-4fd5-a78c-0c4a3a0c1f6e" as OrgId;
const PACKAGE = "4e9416efcf77b84013f263e1f9008c656861298be5aabc82f458e6e47c60d9ff" as PackageHash;
const CREATED = new Date("2026-01-28T12:00:00Z");
const LATER = new Date("2026-03-01T08:30:00Z");

const publicKey = {
  bytes: Uint8Array.fromBase64("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="),
  fingerprint: "21fe31dfa154a261626bf854046fd2271b7bed4b6abe45aa58877ef47f9721b9" as Fingerprint,
};

const VERSION = { name: "workflow", version: "1.4.0" };

const minimum = {
  id: "1c9d0f3e-2b6a-4f58-9e7d-6a5b4c3d2e1f",
  orgId: ORG,
  ...VERSION,
  raisedAt: CREATED,
};

const key = {
  id: "5d0b6c1e-8f7a-4a55-9d0e-2b8f6d3c1a90" as KeyId,
  orgId: ORG,
  name: "release-key",
  publicKey,
  createdAt: CREATED,
  revokedAt: null,
  fault: null,
};

const revokedKey = { ...key, revokedAt: LATER };

const trusted = {
  id: "8c7d6e5f-4a3b-4c2d-9e1f-0a9b8c7d6e5f",
  publicKey,
  name: "release-key",
  trustedBy: ORG,
  trustedAt: CREATED,
  revokedAt: null,
  isTrusted: true,
  fault: null,
};

const signature = {
  packageHash: PACKAGE,
  keyFingerprint: publicKey.fingerprint,
  signature: new Uint8Array(64).fill(7),
  signedAt: "2026-01-28T12:00:00Z",
};

const storedSignature = {
  id: "3b2a1c0d-9e8f-4a7b-8c6d-5e4f3a2b1c0d",
  packageHash: PACKAGE,
  keyFingerprint: publicKey.fingerprint,
  signature: signature.signature,
  signedAt: CREATED,
  orgId: ORG,
};

const grant = {
  id: "9e1c2d34-5b6a-4c7d-8e9f-0a1b2c3d4e5f",
  parentOrgId: ORG,
  childOrgId: CHILD,
  grantedAt: CREATED,
  revokedAt: null,
};

const blocker = {
  id: storedSignature.id,
  signer: publicKey.fingerprint,
  reason: "untrusted_signer",
} as const;

const token = {
  id: "c1a7f0de-6b0e-4a3c-8d4f-5e2b9a7c6d10" as ApiTokenId,
  name: "ci",
  orgId: ORG,
  role: "sign",
  keyIds: [key.id],
  createdAt: CREATED,
  expiresAt: LATER,
  revokedAt: null,
  status: "active",
} as const;

const impact = {
  stillTrustedBy: [],
  impact: {
    signatures: [{ packageHash: PACKAGE, keepsAnother: false, isFirst: true }],
    isCutOff: false,
  },
  isDryRun: true,
};

const DAMAGED =
  "A row of which something cannot be read: `fault` says what, and fields that could not be " +
  "read are null. Nothing relies on it.";

/** A record whose row is damaged, without the field that could not be read. */
function damaged<Row extends object>(row: Row, field: keyof Row, fault: string): Damaged<unknown> {
  const intact = Object.entries(row).filter(([name, value]) =>
    value !== null && ![field, "fault", "status"].includes(name)
  );
  return { fault, intact: Object.fromEntries(intact) };
}

/** Every document of the contract, in the order of the page. */
export const JSON_EXAMPLES: readonly JsonExample[] = [
  {
    title: "Error",
    says:
      "What failed. `hint` is null where there is nothing to try, and in the API for every code but " +
      "`invalid_request`.",
    commands: ["every command that fails"],
    codec: ApiError,
    value: {
      error: 'Cannot find the key "release-key": there is no such key',
      code: "key_not_found",
      hint:
        "`cloacina keys list --all` shows the keys of the organisation, `cloacina keys trusted list` those it trusts",
    },
  },
  {
    title: "Signing key",
    says:
      "`status` is `active`, `revoked` or `damaged`; `fault` says what is wrong with a row that " +
      "is damaged. Of a key in a file there are [other documents](#new-key-files).",
    commands: ["keys generate", "keys import", "keys list", "keys show"],
    codec: SigningKey,
    value: key,
  },
  {
    title: "Damaged signing key",
    says: DAMAGED,
    commands: ["keys list", "keys revoke"],
    codec: DamagedSigningKey,
    value: damaged(key, "createdAt", "its created_at is not a time in the years 1 to 9999"),
  },
  {
    title: "Rotation",
    says: "The old key no longer signs.",
    commands: ["keys rotate"],
    codec: Rotated,
    value: { oldKey: revokedKey, newKey: { ...key, name: "release-key-2" }, oldIsTrusted: true },
  },
  {
    title: "Revocation of a signing key",
    says:
      "`stops_verifying` has the stored signatures that no longer verify. With `dry_run`, nothing " +
      "was changed.",
    commands: ["keys revoke"],
    codec: Revoked,
    value: { key, isStillTrusted: false, ...impact },
  },
  {
    title: "Trusted key",
    says: "`trusted_by` is the organisation itself, or one that it granted trust to. `status` is " +
      "`trusted`, `revoked`, `overruled` or `damaged`.",
    commands: ["keys trusted list"],
    codec: TrustedKey,
    value: trusted,
  },
  {
    title: "Damaged trusted key",
    says: `${DAMAGED} \`keys trusted revoke ID\` revokes it by its \`trusted_key_id\`.`,
    commands: ["keys trusted list", "keys trusted revoke"],
    codec: DamagedTrustedKey,
    value: damaged(
      { ...trusted, publicKey: { fingerprint: publicKey.fingerprint }, isTrusted: false },
      "fault",
      "its public_key is not 32 bytes",
    ),
  },
  {
    title: "Newly trusted key",
    says:
      "A trusted key, and what it was before. `warnings` is added where the schema of the store may " +
      "be a tenant's.",
    commands: ["keys trust"],
    codec: KeyTrusted,
    value: { ...trusted, wasTrusted: false, wasRevokedAt: null },
  },
  {
    title: "Revocation of trust",
    says: "As for a signing key.",
    commands: ["keys trusted revoke"],
    codec: TrustRevoked,
    value: { key: trusted, ...impact },
  },
  {
    title: "Organisation",
    says: "How many active keys of its own it has in the store.",
    commands: ["orgs list"],
    codec: OrganisationSummary,
    value: { orgId: ORG, signingKeys: 2, trustedKeys: 3 },
  },
  {
    title: "Trust grant",
    says: "The parent also accepts every key that the child itself trusts.",
    commands: ["orgs grant-trust", "orgs list-trust"],
    codec: TrustGrant,
    value: grant,
  },
  {
    title: "Damaged trust grant",
    says: DAMAGED,
    commands: ["orgs list-trust"],
    codec: DamagedTrustGrant,
    value: damaged(grant, "grantedAt", "its granted_at is not a time in the years 1 to 9999"),
  },
  {
    title: "Minimum version",
    says: "The highest version of a name that an organisation has accepted: nothing older passes.",
    commands: ["orgs list-minimums", "orgs remove-minimum"],
    codec: MinimumVersion,
    value: minimum,
  },
  {
    title: "Damaged minimum version",
    says: DAMAGED,
    commands: ["orgs list-minimums", "orgs remove-minimum"],
    codec: DamagedMinimumVersion,
    value: damaged(minimum, "version", "its package_version is not a version that can be claimed"),
  },
  {
    title: "Accepted version",
    says: "Only the API: a package that is not older than the minimum version of its name.",
    commands: [],
    codec: VersionAccepted,
    value: { packageHash: PACKAGE, keyFingerprint: publicKey.fingerprint, ...VERSION },
  },
  {
    title: "Refused version",
    says: "Only the API: a package that raised no minimum version, and why.",
    commands: [],
    codec: VersionRefused,
    value: {
      packageHash: PACKAGE,
      code: "version_rolled_back",
      message:
        `Cannot verify package ${PACKAGE}: version 1.4.0 of "workflow" is older than 1.5.0, ` +
        "the highest accepted so far",
      hint: null,
    },
  },
  {
    title: "Signature",
    says:
      "The fields of a detached signature. `package sign` adds `package` (with `--hash`, `sha256:HASH`), " +
      "`signature_file` (null where none was written) and `stored`; with `--store` also `blocked_by`, and " +
      "`warnings` where the schema may be a tenant's; and `skipped` (true) where `--skip-signed` left the " +
      "file as it was. For a key in an agent or in Vault it adds `signer` (`ssh-agent` or `vault`) and " +
      "`key_name`: the comment of the key, or its path and version, as in `transit/release@3`. " +
      "`package inspect` adds `signature_file`, `scheme` and `checked`. With `--scheme " +
      "provider`, `scheme` is `provider` and `signed_at` null; `package inspect` prints only `signature` " +
      "of such a signature's own fields. With a [statement](statements.md), `statement` is its DSSE " +
      "envelope, as in the file, and `package inspect` adds [`stated`](#signature-with-a-statement).",
    commands: ["package sign", "package inspect"],
    codec: MadeSignature,
    value: signature,
  },
  {
    title: "Signatures of a key",
    says: "Only the API: signatures in the order of the hashes that were sent.",
    commands: [],
    codec: Signed,
    value: { key, signatures: [signature] },
  },
  {
    title: "Stored signature",
    says:
      "As its row has it: nothing is verified. `signatures import` and `signatures export` add " +
      "`signature_file`. With a [statement](statements.md) in the store, `statement` is its DSSE " +
      "envelope; `signatures list` has it with `--package` or `--hash` alone.",
    commands: ["signatures list", "signatures import", "signatures export"],
    codec: StoredSignature,
    value: storedSignature,
  },
  {
    title: "Damaged signature",
    says: DAMAGED,
    commands: ["signatures list"],
    codec: DamagedSignature,
    value: damaged(storedSignature, "signature", "its signature is not 64 bytes"),
  },
  {
    title: "Removed signature",
    says:
      "`last_good_for` has the organisations for which the package has no other good signature. " +
      "With `dry_run`, nothing was removed.",
    commands: ["signatures remove"],
    codec: SignatureRemoved,
    value: { signature: storedSignature, lastFor: [], isLast: false, isDryRun: false },
  },
  {
    title: "Blocking signature",
    says:
      "The stored signature that the engine reads before all others, where it does not pass. `package " +
      "sign --store` and `package verify --org` have it as `blocked_by`, which is null where there is none.",
    commands: ["package sign --store", "package verify --org"],
    codec: Blocker,
    value: blocker,
  },
  {
    title: "What blocks a package",
    says: "Only the API: a package, and its blocking signature.",
    commands: [],
    codec: Blocking,
    value: { packageHash: PACKAGE, blockedBy: blocker },
  },
  {
    title: "Signers of a package",
    says: "Only the API: which keys have signed a package.",
    commands: [],
    codec: Signers,
    value: { packageHash: PACKAGE, keyFingerprints: [publicKey.fingerprint] },
  },
  {
    title: "Verdict",
    says: "A package that an organisation's keys verified. The command adds `package` and " +
      "`signature_file`, which is null where the signature is a stored one, and `blocked_by`. A package " +
      "that was not verified has `package`, `verified` (false), `blocked_by`, and the fields of an error. " +
      "With a [statement](statements.md), the command also adds [`stated`](#signature-with-a-statement). " +
      "With `--scheme provider`, `scheme` is `provider`, and `signed_at` null. A file that a verified checksum " +
      "file lists has `package`, `verified`, `package_hash`, `key_fingerprint` (of the key that signed the " +
      "list) and `listed_in`.",
    commands: ["package verify --org"],
    codec: Verified,
    value: { signature, key: trusted, isFromStandby: false },
  },
  {
    title: "Verdict by a key file",
    says: "The same, with `--trust-key`; `trusted_by` is the file.",
    commands: ["package verify --trust-key"],
    codec: VerifiedByFile,
    value: { signature, key: { publicKey, source: "release.pub.pem" } },
  },
  {
    title: "Preflight",
    says:
      "What the engine would answer to an upload. The command adds `package`, `package_hash` and " +
      "`store`, and where its signature would be refused, the fields of an error. `warnings` also says " +
      "why the file itself would be.",
    commands: ["package preflight"],
    codec: Preflight,
    value: {
      answer: "accepted",
      reason: "the signature is valid under a key that the organisation trusts",
      warnings: [],
      signer: publicKey.fingerprint,
    },
  },
  {
    title: "API token",
    says:
      "Without its text. `org_id` is null for all organisations; `status` is `active`, `revoked` " +
      "or `expired`.",
    commands: ["tokens list", "tokens revoke"],
    codec: ApiToken,
    value: token,
  },
  {
    title: "Damaged API token",
    says: DAMAGED,
    commands: ["tokens list", "tokens revoke"],
    codec: DamagedApiToken,
    value: damaged(token, "role", "its role is not one of read, sign, admin"),
  },
  {
    title: "New API token",
    says: "The only document that has the text of the token.",
    commands: ["tokens create"],
    codec: CreatedApiToken,
    value: { token: `clk_${"A".repeat(43)}`, info: token },
  },
  {
    title: "Refusal",
    says: "What a server refused lately, in the words of the [audit log](audit.md). A field that " +
      "does not apply is null.",
    commands: [],
    codec: Refusal,
    value: {
      at: LATER,
      type: "api_token.refused",
      orgId: ORG,
      tokenId: token.id,
      name: null,
      fingerprint: null,
      packageHash: null,
      address: "192.0.2.7",
      reason: "Cannot generate a signing key: it requires the role admin, and the token has sign",
    },
  },
  {
    title: "Master key check",
    says: "A signing key, and whether the master key opens it.",
    commands: ["master-key check"],
    codec: CheckedKey,
    value: { key, opens: true, seedFault: null },
  },
];
