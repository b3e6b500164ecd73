import * as z from "zod/mini";
import {
  API_ROLES,
  API_TOKEN_STATUSES,
  type ApiTokenInfo,
  type CreatedApiToken as NewToken,
  MAX_TOKEN_KEYS,
} from "../domain/api_token.ts";
import type { MasterKeyCheck } from "../domain/master_key.ts";
import type { Organisation } from "../domain/organisation.ts";
import { PREFLIGHT_ANSWERS, type PreflightReport } from "../domain/preflight.ts";
import type { AcceptedVersion, RefusedVersion } from "../domain/minimum_version.ts";
import type { MinimumVersionRecord, SignatureRecord, TrustGrantRecord } from "../domain/records.ts";
import {
  MAX_IMPACT,
  type RevocationImpact,
  type SigningKeyRevocation,
  type TrustRevocation,
} from "../domain/revocation.ts";
import {
  MAX_SIGNATURES,
  MAX_SIGNERS,
  type PackageSignature,
  type PackageSigners,
  type SignedHashes,
} from "../domain/signature.ts";
import type {
  BlockedPackage,
  Blocker as BlockerOf,
  SignatureRemoval,
  StatedSignature,
} from "../domain/stored_signature.ts";
import type { KeyRotation, SigningKeyInfo } from "../domain/signing_key.ts";
import {
  SIGNING_KEY_STATUSES,
  signingKeyStatus,
  TRUST_GRANT_STATUSES,
  TRUSTED_KEY_STATUSES,
  trustedKeyStatus,
  trustGrantStatus,
} from "../domain/status.ts";
import { MAX_GRANTS, type TrustedKey as KeyOfFile } from "../domain/trust.ts";
import type { KeyTrust, TrustedKeyInfo } from "../domain/trusted_key.ts";
import type { FileVerdict, StoredVerdict } from "../domain/verdict.ts";
import { ERROR_CODES } from "./api_error.ts";
import {
  apiTokenField,
  fingerprintField,
  givenStatementField,
  keyIdField,
  listOf,
  orgIdField,
  packageHashField,
  publicKeyField,
  rowIdField,
  signatureField,
  statementField,
  timeField,
  timeTextField,
  tokenIdField,
} from "./fields.ts";
import { damagedRecordOf, type FieldTable, givenRecordOf, orDamaged, recordOf } from "./record.ts";
import { apiTokenRow, type RowFields, signatureRow, trustGrantRow } from "./rows.ts";

// Codecs between domain records and their JSON documents.

/** The maximum number of warnings in a preflight: there are seven kinds, and later servers may add more. */
const MAX_WARNINGS = 16;

const ROW_FIELDS: RowFields = {
  rowId: rowIdField,
  tokenId: tokenIdField,
  orgId: orgIdField,
  keyIds: listOf(keyIdField, MAX_TOKEN_KEYS),
  packageHash: packageHashField,
  fingerprint: fingerprintField,
  signature: signatureField,
  text: z.string(),
  role: z.enum(API_ROLES),
  time: timeField,
};

/** An organisation in a store. */
export const OrganisationSummary = recordOf<Organisation>({
  orgId: ["org_id", orgIdField],
  signingKeys: ["signing_keys", z.int().check(z.nonnegative())],
  trustedKeys: ["trusted_keys", z.int().check(z.nonnegative())],
});

const SIGNING_KEY: FieldTable<SigningKeyInfo> = {
  id: ["key_id", keyIdField],
  orgId: ["org_id", orgIdField],
  name: ["name", z.string()],
  publicKey: {
    bytes: ["public_key", publicKeyField],
    fingerprint: ["fingerprint", fingerprintField],
  },
  createdAt: ["created_at", timeField],
  revokedAt: ["revoked_at", z.nullable(timeField)],
  fault: ["fault", z.nullable(z.string())],
};

/** A signing key without its seed. */
export const SigningKey = recordOf<SigningKeyInfo>(SIGNING_KEY, {
  derived: { status: [z.enum(SIGNING_KEY_STATUSES), signingKeyStatus] },
});

/** A signing key whose row is damaged. */
export const DamagedSigningKey = damagedRecordOf<SigningKeyInfo>(SIGNING_KEY);

/** Whether the master key decrypts a signing key. */
export const CheckedKey = recordOf<MasterKeyCheck<SigningKeyInfo>>({
  key: SIGNING_KEY,
  opens: ["opens", z.boolean()],
  seedFault: ["seed_fault", z.nullable(z.string())],
}, { derived: { status: [z.enum(SIGNING_KEY_STATUSES), ({ key }) => signingKeyStatus(key)] } });

/** The result of a rotation. */
export const Rotated = recordOf<KeyRotation>({
  oldKey: ["old_key", SigningKey],
  newKey: ["new_key", SigningKey],
  oldIsTrusted: ["old_is_trusted", z.boolean()],
});

const TRUSTED_KEY: FieldTable<TrustedKeyInfo> = {
  id: ["trusted_key_id", rowIdField],
  publicKey: {
    fingerprint: ["fingerprint", fingerprintField],
    bytes: ["public_key", publicKeyField],
  },
  name: ["name", z.nullable(z.string())],
  trustedBy: ["trusted_by", orgIdField],
  trustedAt: ["trusted_at", timeField],
  revokedAt: ["revoked_at", z.nullable(timeField)],
  isTrusted: ["is_trusted", z.boolean()],
  fault: ["fault", z.nullable(z.string())],
};

const TRUSTED_KEY_STATUS = {
  derived: { status: [z.enum(TRUSTED_KEY_STATUSES), trustedKeyStatus] },
} as const;

/** A trusted key of an organisation: its own row, or that of an organisation that it grants trust to. */
export const TrustedKey = recordOf<TrustedKeyInfo>(TRUSTED_KEY, TRUSTED_KEY_STATUS);

/** A trusted key whose row is damaged. */
export const DamagedTrustedKey = damagedRecordOf<TrustedKeyInfo>(TRUSTED_KEY);

/** A trusted key, and its previous state. */
export const KeyTrusted = recordOf<KeyTrust>({
  ...TRUSTED_KEY,
  wasTrusted: ["was_trusted", z.boolean()],
  wasRevokedAt: ["was_revoked_at", z.nullable(timeField)],
}, TRUSTED_KEY_STATUS);

const StopsVerifying = recordOf<RevocationImpact["signatures"][number]>({
  packageHash: ["package_hash", packageHashField],
  keepsAnother: ["keeps_another", z.boolean()],
  isFirst: ["engine_reads", z.boolean()],
});

const IMPACT: FieldTable<Omit<TrustRevocation, "key">> = {
  stillTrustedBy: ["still_trusted_by", listOf(orgIdField, MAX_GRANTS)],
  impact: {
    signatures: ["stops_verifying", listOf(StopsVerifying, MAX_IMPACT)],
    isCutOff: ["stops_verifying_cut_off", z.boolean()],
  },
  isDryRun: ["dry_run", z.boolean()],
};

/** The result of revoking a signing key, or of a dry run. */
export const Revoked = recordOf<SigningKeyRevocation>({
  key: ["key", orDamaged(SigningKey, DamagedSigningKey)],
  isStillTrusted: ["is_still_trusted", z.boolean()],
  ...IMPACT,
});

/** The result of revoking the trust in a key, or of a dry run. */
export const TrustRevoked = recordOf<TrustRevocation>({
  key: ["key", orDamaged(TrustedKey, DamagedTrustedKey)],
  ...IMPACT,
});

const NO_FAULT = { fault: [z.null(), () => null] } as const;

const TRUST_GRANT = trustGrantRow("grant_id", ROW_FIELDS);

/** A trust grant: the parent also accepts every key that the child itself trusts. */
export const TrustGrant = recordOf<TrustGrantRecord>(TRUST_GRANT, {
  derived: { ...NO_FAULT, status: [z.enum(TRUST_GRANT_STATUSES), trustGrantStatus] },
});

/** A trust grant whose row is damaged. */
export const DamagedTrustGrant = damagedRecordOf<TrustGrantRecord>(TRUST_GRANT);

const MINIMUM_VERSION: FieldTable<MinimumVersionRecord> = {
  id: ["minimum_version_id", rowIdField],
  orgId: ["org_id", orgIdField],
  name: ["package_name", z.string()],
  version: ["package_version", z.string()],
  raisedAt: ["raised_at", timeField],
};

/** The highest version of a name that was accepted for an organisation. */
export const MinimumVersion = recordOf<MinimumVersionRecord>(MINIMUM_VERSION, {
  derived: { ...NO_FAULT, status: [z.literal("kept"), () => "kept"] },
});

/** A minimum version whose row is damaged. */
export const DamagedMinimumVersion = damagedRecordOf<MinimumVersionRecord>(MINIMUM_VERSION);

/** A package that is not older than the minimum version of its name. */
export const VersionAccepted = recordOf<AcceptedVersion>({
  packageHash: ["package_hash", packageHashField],
  keyFingerprint: ["key_fingerprint", fingerprintField],
  name: ["package_name", z.string()],
  version: ["package_version", z.string()],
}, { constants: { accepted: true } });

/** A package that is refused, and why. */
export const VersionRefused = recordOf<RefusedVersion>({
  packageHash: ["package_hash", packageHashField],
  message: ["error", z.string()],
  code: ["code", z.enum(ERROR_CODES)],
  hint: ["hint", z.nullable(z.string())],
}, { constants: { accepted: false } });

const SIGNATURE: FieldTable<PackageSignature> = {
  packageHash: ["package_hash", packageHashField],
  keyFingerprint: ["key_fingerprint", fingerprintField],
  signature: ["signature", signatureField],
  signedAt: ["signed_at", timeTextField],
  statement: ["statement", statementField],
};

const DETACHED = { version: 1, algorithm: "ed25519" } as const;

/** A new signature, with the fields of a detached signature (docs/format.md, "Detached signature"). */
export const MadeSignature = recordOf<PackageSignature>(SIGNATURE, { constants: DETACHED });

/** A signature in a request, to be verified or stored. */
export const GivenSignature = givenRecordOf<PackageSignature>({
  ...SIGNATURE,
  statement: ["statement", givenStatementField],
}, { constants: DETACHED });

/** Enough for 1,000 of them with any indentation, or with statements of 512 bytes: claims and an expiry. */
export const MAX_SIGNATURES_BYTES = 2 * 1024 * 1024;

/** Signatures in the order of the hashes, and the signing key. */
export const Signed = recordOf<SignedHashes>({
  key: ["key", SigningKey],
  signatures: ["signatures", listOf(MadeSignature, MAX_SIGNATURES)],
});

const STORED_SIGNATURE = signatureRow("signature_id", ROW_FIELDS);

/** A stored signature, not verified, with its statement where one package's are listed or stored. */
export const StoredSignature = recordOf<StatedSignature>({
  ...STORED_SIGNATURE,
  statement: ["statement", statementField],
}, {
  derived: { ...NO_FAULT, status: [z.literal("stored"), () => "stored"] },
});

/** A stored signature whose row is damaged. */
export const DamagedSignature = damagedRecordOf<SignatureRecord>(STORED_SIGNATURE);

/** A signature that was removed, or would be in a dry run. */
export const SignatureRemoved = recordOf<SignatureRemoval>({
  signature: ["signature", orDamaged(StoredSignature, DamagedSignature)],
  lastFor: ["last_good_for", listOf(orgIdField, MAX_GRANTS)],
  isLast: ["is_last_good", z.boolean()],
  isDryRun: ["dry_run", z.boolean()],
});

/** A stored signature that does not pass, and that the engine reads before all others. */
export const Blocker = recordOf<BlockerOf>({
  id: ["signature_id", z.nullable(rowIdField)],
  signer: ["key_fingerprint", z.nullable(fingerprintField)],
  reason: ["reason", z.enum(ERROR_CODES)],
});

/** A package, and its stored signature that the engine reads, where that one does not pass. */
export const Blocking = recordOf<BlockedPackage>({
  packageHash: ["package_hash", packageHashField],
  blockedBy: ["blocked_by", z.nullable(Blocker)],
});

/** The keys that signed a package. */
export const Signers = recordOf<PackageSigners>({
  packageHash: ["package_hash", packageHashField],
  keyFingerprints: ["key_fingerprints", listOf(fingerprintField, MAX_SIGNERS)],
});

/** A successful verification; a failed one is an error. */
export const Verified = recordOf<StoredVerdict>({
  signature: ["signature", MadeSignature],
  key: ["key", TrustedKey],
  /** Whether it was read from a standby of the database, which may lag behind its primary. */
  isFromStandby: ["from_standby", z.boolean()],
}, { constants: { verified: true } });

const TrustedFile = recordOf<KeyOfFile>({
  publicKey: {
    fingerprint: ["fingerprint", fingerprintField],
    bytes: ["public_key", publicKeyField],
  },
  source: ["trusted_by", z.string()],
});

/** A successful verification against a key file. */
export const VerifiedByFile = recordOf<FileVerdict>({
  signature: ["signature", MadeSignature],
  key: ["key", TrustedFile],
}, { constants: { verified: true } });

/** The engine's predicted answer to an upload. */
export const Preflight = recordOf<PreflightReport>({
  answer: ["answer", z.enum(PREFLIGHT_ANSWERS)],
  reason: ["reason", z.string()],
  warnings: ["warnings", listOf(z.string(), MAX_WARNINGS)],
  signer: ["key_fingerprint", z.nullable(fingerprintField)],
});

const API_TOKEN: FieldTable<ApiTokenInfo> = {
  ...apiTokenRow("token_id", ROW_FIELDS),
  status: ["status", z.enum(API_TOKEN_STATUSES)],
};

/** An API token without its text. */
export const ApiToken = recordOf<ApiTokenInfo>(API_TOKEN, { derived: NO_FAULT });

/** An API token whose row is damaged. */
export const DamagedApiToken = damagedRecordOf<ApiTokenInfo>(API_TOKEN);

/** A new token, with its text, which is not stored. */
export const CreatedApiToken = recordOf<NewToken>({
  token: ["token", apiTokenField],
  info: API_TOKEN,
});
