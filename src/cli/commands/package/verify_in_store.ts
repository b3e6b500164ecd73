import type { StoredVerdict } from "../../../domain/verdict.ts";
import { CloacinaError } from "../../../errors.ts";
import { auditingFailure } from "../../../operations/audit_failure.ts";
import { verificationFailure } from "../../../operations/events.ts";
import { namingPlace, namingReason } from "../../asked_place.ts";
import { storeAuditLog } from "../../audit/audit_trail.ts";
import { type OutcomeFormat, printOutcomes, processPackages } from "../../package/batch.ts";
import type { CliContext } from "../../context.ts";
import { recordJson } from "../../records/record_json.ts";
import { requireOrg } from "../../organisation.ts";
import { findSignatureOf } from "../../package/signature_file.ts";
import { displayName } from "../../terminal/standard_streams.ts";
import type { VerifyFlags } from "./verify_flags.ts";

/** A package that passed; `file` is null where its signature came from the store. */
interface Verified extends StoredVerdict {
  readonly file: string | null;
}

/**
 * Verifies packages against the keys that an organisation trusts, now: by `--signature`, else by the file beside the
 * package, else by what is stored. Returns the first failure, already told.
 */
export async function verifyInStore(
  context: CliContext,
  flags: VerifyFlags,
  paths: readonly string[],
): Promise<CloacinaError | undefined> {
  requireOnePackage(flags, paths);
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
          () => findSignatureOf(context, path, flags.signature),
        );
        const signature = file?.signature ?? null;
        const request = { ...hashed, orgId, signature };
        const verdict = await namingReason(
          place.because,
          () => namingPlace(place, () => operations.package.verify(request)),
        );
        return { ...verdict, file: file?.name ?? null };
      }),
  );
  return await printOutcomes(context, flags, { outcomes, format: FORMAT });
}

function requireOnePackage({ signature }: VerifyFlags, paths: readonly string[]): void {
  if (signature === undefined || paths.length === 1) return;
  const state = "--signature is for one package; several have theirs beside them, or in the store";
  throw new CloacinaError("invalid_request", `Cannot find the signature: ${state}`);
}

const FORMAT: OutcomeFormat<Verified> = {
  toJson: async ({ file, ...verdict }) => ({
    ...await recordJson("Verified", verdict),
    signature_file: file,
  }),
  ifFailed: { verified: false },
  toFields: ({ signature, key, file }, path) => [
    ["verified", displayName(path)],
    ["signed by", key.publicKey.fingerprint],
    ...(key.name === null ? [] : [["key name", key.name] as const]),
    ["trusted by", `organisation ${key.trustedBy}`],
    ["signature", file ?? "from the store"],
    ["signed at", `${signature.signedAt} (claimed, not signed)`],
  ],
};
