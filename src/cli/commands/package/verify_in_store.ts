import type { OrgId } from "../../../domain/ids.ts";
import type { Items, Page } from "../../../domain/list_slice.ts";
import type { HashedPackage } from "../../../domain/package_hash.ts";
import type { PublicKey } from "../../../domain/public_key.ts";
import type { SignatureScheme } from "../../../domain/signature_scheme.ts";
import type { TrustedKeyInfo } from "../../../domain/trusted_key.ts";
import type { StoredVerdict } from "../../../domain/verdict.ts";
import { CloacinaError } from "../../../errors.ts";
import { auditingFailure } from "../../../operations/audit_failure.ts";
import { verificationFailure } from "../../../operations/events.ts";
import type { Operations } from "../../../operations/operations.ts";
import { namingPlace, namingReason } from "../../asked_place.ts";
import { storeAuditLog } from "../../audit/audit_trail.ts";
import { type OutcomeFormat, printOutcomes, processPackages } from "../../package/batch.ts";
import type { CliContext } from "../../context.ts";
import { recordJson } from "../../records/record_json.ts";
import { requireOrg } from "../../organisation.ts";
import type { PackagePaths } from "../../package/package_paths.ts";
import { listingFormat, withListedFiles } from "../../package/listed_files.ts";
import { signatureChoice } from "../../package/signature_choice.ts";
import { readProviderSignatureOf } from "../../package/provider_signature_file.ts";
import { findSignatureOf, type SignatureFile } from "../../package/signature_file.ts";
import { displayName } from "../../terminal/standard_streams.ts";
import { schemeJson, signedAtFields } from "./verified_output.ts";
import type { VerifyFlags } from "./verify_flags.ts";

/** A package that passed; `file` is null where its signature came from the store. */
interface Verified extends StoredVerdict {
  readonly file: string | null;
  readonly scheme: SignatureScheme | undefined;
}

/**
 * Verifies packages against the keys that an organisation trusts, now: by `--signature`, else by the file beside the
 * package, else by what is stored. Returns the first failure, already told.
 */
export async function verifyInStore(
  context: CliContext,
  flags: VerifyFlags,
  packages: PackagePaths,
): Promise<CloacinaError | undefined> {
  const { paths } = packages;
  const orgId = requireOrg(context, flags);
  const audit = context.auditTrail(storeAuditLog(context, flags));
  const outcomes = await context.withOperations(
    flags,
    (operations, place) =>
      processPackages(context, { ...flags, paths }, async (hashed, path): Promise<Verified> => {
        const toEvents = (
          error: CloacinaError,
        ) => [{ ...verificationFailure(hashed.hash, error), orgId }];
        const file = await auditingFailure(
          audit,
          toEvents,
          () => signatureFor(context, flags, { operations, orgId, hashed, packages, path }),
        );
        const signature = file?.signature ?? null;
        const request = { ...hashed, orgId, signature };
        const verdict = await namingReason(
          place.because,
          () => namingPlace(place, () => operations.package.verify(request)),
        );
        return { ...verdict, file: file?.name ?? null, scheme: flags.scheme };
      }),
  );
  const signatureOf = ({ signature }: Verified) => signature;
  const all = await withListedFiles(context, flags, { outcomes, signatureOf, audit, orgId });
  return await printOutcomes(context, flags, { outcomes: all, format: listingFormat(FORMAT) });
}

/** As many keys as a server gives at a time. */
const KEYS_AT_ONCE = 1000;

/** The signature of a package, or null if one is to be looked up in the store. */
async function signatureFor(
  context: CliContext,
  flags: VerifyFlags,
  { operations, orgId, hashed, packages, path }: {
    readonly operations: Operations;
    readonly orgId: OrgId;
    readonly hashed: HashedPackage;
    readonly packages: PackagePaths;
    readonly path: string;
  },
): Promise<SignatureFile | null> {
  const { signature, hash, scheme } = flags;
  if (scheme === "provider") {
    const keys = trustedKeysOf(operations, orgId);
    return await readProviderSignatureOf(context, { path, hashed, signature, keys });
  }
  if (hash !== undefined && signature === undefined) return null;
  return await findSignatureOf(context, path, signatureChoice(flags, packages, path));
}

/** Every key that the organisation trusts or has revoked, page by page: only the operation judges them. */
async function* trustedKeysOf({ keys }: Operations, orgId: OrgId): AsyncGenerator<PublicKey> {
  let page: Page | undefined = { limit: KEYS_AT_ONCE, offset: 0 };
  while (page !== undefined) {
    const listed: Items<TrustedKeyInfo> = await keys.trusted.list({
      orgId,
      includeRevoked: true,
      page,
    });
    for (const { publicKey } of listed.items) yield publicKey;
    page = listed.next === undefined
      ? undefined
      : { limit: KEYS_AT_ONCE, offset: 0, after: listed.next };
  }
}

const FORMAT: OutcomeFormat<Verified> = {
  toJson: async ({ file, scheme, ...verdict }) => ({
    ...schemeJson(scheme, await recordJson("Verified", verdict)),
    signature_file: file,
  }),
  done: "verified",
  ifFailed: { verified: false },
  toFields: ({ signature, key, file, scheme }, path) => [
    ["verified", displayName(path)],
    ["signed by", key.publicKey.fingerprint],
    ...(key.name === null ? [] : [["key name", key.name] as const]),
    ["trusted by", `organisation ${key.trustedBy}`],
    ["signature", file ?? "from the store"],
    ...signedAtFields(scheme, signature),
  ],
};
