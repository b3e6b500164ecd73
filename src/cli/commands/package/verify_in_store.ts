import { isDamaged } from "../../../domain/damaged.ts";
import type { OrgId } from "../../../domain/ids.ts";
import type { Page } from "../../../domain/list_slice.ts";
import type { HashedPackage, PackageHash } from "../../../domain/package_hash.ts";
import type { PublicKey } from "../../../domain/public_key.ts";
import { quoted } from "../../../domain/quoted.ts";
import type { SignatureScheme } from "../../../domain/signature_scheme.ts";
import { NO_DEMANDS, type StatementDemands } from "../../../domain/statement.ts";
import type { StoredVerdict } from "../../../domain/verdict.ts";
import { type CloacinaError, type ErrorCode, hasCode } from "../../../errors.ts";
import { auditingFailure } from "../../../operations/audit_failure.ts";
import { verificationFailure, verificationRetraction } from "../../../operations/events.ts";
import type { Operations } from "../../../operations/operations.ts";
import { namingPlace, namingReason } from "../../asked_place.ts";
import { storeAuditLog } from "../../audit/audit_trail.ts";
import {
  type Outcome,
  type OutcomeFormat,
  printOutcomes,
  processPackages,
} from "../../package/batch.ts";
import { blockerJson } from "../../package/blocker_json.ts";
import { type Blockers, findBlockers, warnOfBlockers } from "../../package/blockers.ts";
import type { CliContext } from "../../context.ts";
import { type JudgedStatement, judgeShown } from "../../package/judge_shown.ts";
import { type Json, recordJson } from "../../records/record_json.ts";
import { requireOrg } from "../../organisation.ts";
import type { PackagePaths } from "../../package/package_paths.ts";
import { orListed } from "../../package/listed_file.ts";
import { withListedFiles } from "../../package/with_listed_files.ts";
import { binaryPackages } from "../../package/binary_packages.ts";
import { startOfInput } from "../../package/start_of_input.ts";
import { signaturePlace } from "../../package/signature_place.ts";
import { readProviderSignatureOf } from "../../package/provider_signature_file.ts";
import { findSignatureOf, type SignatureFile } from "../../package/signature_file.ts";
import { listPages } from "../../terminal/list_pages.ts";
import { displayName } from "../../terminal/standard_streams.ts";
import { schemeJson, signedAtFields } from "./verified_output.ts";
import { IN_STORE, type VerifyFlags } from "./verify_flags.ts";

/** A package that passed; `file` is null where its signature came from the store. */
interface Verified extends StoredVerdict {
  readonly file: string | null;
  readonly scheme: SignatureScheme | undefined;
  readonly stated: JudgedStatement | null;
}

/**
 * Verifies packages against the keys that an organisation trusts, now: by `--signature`, else by the file beside the
 * package, else by what is stored. Returns the first failure, already told.
 */
export async function verifyInStore(
  context: CliContext,
  flags: VerifyFlags,
  { packages, demands }: {
    readonly packages: PackagePaths;
    readonly demands: StatementDemands | undefined;
  },
): Promise<CloacinaError | undefined> {
  const { paths } = packages;
  const orgId = requireOrg(context, flags);
  const input = startOfInput();
  const binary = binaryPackages();
  const audit = context.auditTrail(storeAuditLog(context, flags));
  const hashes = new Map<string, PackageHash>();
  const { outcomes, blockers } = await context.withOperations(
    flags,
    async (operations, place) => {
      const toEvent = ({ signature }: Pick<Verified, "signature">, error: CloacinaError) =>
        // The log of a server has the line that this contradicts.
        place.isServer
          ? verificationFailure(signature.packageHash, error, { orgId })
          : verificationRetraction(signature, error, orgId);
      const passed = await processPackages(
        context,
        { ...flags, paths, onInput: input.look, onStart: binary.look },
        async (
          hashed,
          path,
        ): Promise<Verified> => {
          hashes.set(path, hashed.hash);
          const toEvents = (
            error: CloacinaError,
          ) => [verificationFailure(hashed.hash, error, { orgId })];
          const file = await auditingFailure(
            audit,
            toEvents,
            () => signatureFor(context, flags, { operations, orgId, hashed, packages, path }),
          );
          const signature = file?.signature ?? null;
          const request = { ...hashed, orgId, signature, ...(demands && { demands }) };
          const verdict = await namingReason(
            place.because,
            () => namingPlace(place, () => operations.package.verify(request)),
          ).catch((thrown) => {
            throw hintingAtFile(flags, thrown, file);
          });
          // Here too, as the verdict may be that of a server.
          const stated = await auditingFailure(
            audit,
            (error) => [toEvent(verdict, error)],
            () =>
              judgeShown(context, hashed, {
                signature: verdict.signature,
                publicKey: verdict.key.publicKey,
                demands: demands ?? NO_DEMANDS,
              }),
          );
          return { ...verdict, file: file?.name ?? null, scheme: flags.scheme, stated };
        },
      );
      const { minimumVersion } = flags;
      const outcomes = minimumVersion === undefined
        ? passed
        : minimumVersion === IN_STORE
        ? await (await import("../../package/minimum_versions_store.ts"))
          .keepMinimum(operations.package, { outcomes: passed, place, orgId, demands })
        : await (await import("../../package/minimum_versions_file.ts"))
          .keepMinimum(context, minimumVersion, { outcomes: passed, audit, toEvent });
      // The engine looks up no package of the other scheme; and nobody waits twice for a store that cannot be reached.
      const asked = flags.scheme === "provider" || outcomes.every(isUnreached)
        ? []
        : hashes.values();
      const finding = findBlockers(operations, orgId, asked);
      return { outcomes, blockers: await finding.catch(unlessFailed(outcomes)) };
    },
  );
  const errors = outcomes.flatMap((outcome) => "error" in outcome ? [outcome.error] : []);
  await warnOfBlockers(context, { orgId, blockers }, errors);
  const signatureOf = ({ signature }: Verified) => signature;
  const verified = { outcomes, signatureOf, input, binary, audit, orgId };
  const all = await withListedFiles(context, flags, verified);
  const format = orListed(
    formatWith(async (path) =>
      flags.scheme === "provider"
        ? {}
        : { blocked_by: await blockerJson(blockers.get(hashes.get(path)!)) }
    ),
  );
  return await printOutcomes(context, flags, { outcomes: all, format });
}

/** Verdicts on the signer alone: that of another signature may be trusted. */
const OF_SIGNER: readonly ErrorCode[] = ["untrusted_signer", "key_revoked"];

/** A signature in the store may be a good one, and nothing else shows that a file was found first. */
function hintingAtFile(
  { signature, scheme }: VerifyFlags,
  thrown: unknown,
  file: SignatureFile | null,
): unknown {
  if (!hasCode(thrown, ...OF_SIGNER)) return thrown;
  // One that was named is known, and those of providers are never in the store.
  if (file === null || signature !== undefined || scheme === "provider") return thrown;
  const found = `the signature is from ${quoted(file.name)}; a file is used before the store`;
  return thrown.with({ hint: thrown.hint === undefined ? found : `${found}; ${thrown.hint}` });
}

function isUnreached(outcome: Outcome<Verified>): boolean {
  return "error" in outcome && outcome.error.code === "store_unavailable";
}

/** What has failed has its own error already, such as a store that cannot be reached. */
function unlessFailed(outcomes: readonly Outcome<Verified>[]): (thrown: unknown) => Blockers {
  return (thrown) => {
    if (outcomes.every((outcome) => "error" in outcome)) return new Map();
    throw thrown;
  };
}

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
  return await findSignatureOf(context, path, signaturePlace(flags, packages, path));
}

/** Every key that the organisation trusts or has revoked, page by page: only the operation judges them. No damaged one. */
async function* trustedKeysOf({ keys }: Operations, orgId: OrgId): AsyncGenerator<PublicKey> {
  const ask = (page: Page) => keys.trusted.list({ orgId, includeRevoked: true, page });
  for await (const { items } of listPages({ limit: Infinity, offset: 0 }, ask)) {
    for (const key of items) if (!isDamaged(key)) yield key.publicKey;
  }
}

/** Also of a package that failed it is told which stored signature the engine reads in vain. */
function formatWith(blockedBy: (path: string) => Promise<Json>): OutcomeFormat<Verified> {
  return {
    toJson: async ({ file, scheme, stated, ...verdict }, path) => ({
      ...schemeJson(scheme, await recordJson("Verified", verdict)),
      signature_file: file,
      ...stated?.json,
      ...await blockedBy(path),
    }),
    done: "verified",
    ifFailed: async (path) => ({ verified: false, ...await blockedBy(path) }),
    toFields,
  };
}

const toFields: OutcomeFormat<Verified>["toFields"] = (
  { signature, key, file, scheme, stated },
  path,
) => [
  ["verified", displayName(path)],
  ["signed by", key.publicKey.fingerprint],
  ...(key.name === null ? [] : [["key name", key.name] as const]),
  ["trusted by", `organisation ${key.trustedBy}`],
  ["signature", file ?? "from the store"],
  ...signedAtFields(scheme, signature),
  ...stated?.fields ?? [],
];
