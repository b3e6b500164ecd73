import type { SignatureScheme } from "../../../domain/signature_scheme.ts";
import { NO_DEMANDS, type StatementDemands } from "../../../domain/statement.ts";
import type { TrustedKey } from "../../../domain/trust.ts";
import { CloacinaError } from "../../../errors.ts";
import { auditingFailure } from "../../../operations/audit_failure.ts";
import {
  verificationFailure,
  verificationRetraction,
  verificationSuccess,
} from "../../../operations/events.ts";
import { verifyPackage } from "../../../operations/package/verify.ts";
import { keyFileAuditLog } from "../../audit/audit_trail.ts";
import { type OutcomeFormat, printOutcomes, processPackages } from "../../package/batch.ts";
import { type PackagePaths, packagePaths } from "../../package/package_paths.ts";
import { orListed } from "../../package/listed_file.ts";
import { withListedFiles } from "../../package/with_listed_files.ts";
import { binaryPackages } from "../../package/binary_packages.ts";
import { startOfInput } from "../../package/start_of_input.ts";
import {
  requireDistinctSignatures,
  requireSignatureDir,
  signaturePlace,
} from "../../package/signature_place.ts";
import type { CliContext } from "../../context.ts";
import { type JudgedStatement, judgeShown } from "../../package/judge_shown.ts";
import { recordJson } from "../../records/record_json.ts";
import { readSignatureOf, type SignatureFile } from "../../package/signature_file.ts";
import { displayName, STANDARD_STREAM } from "../../terminal/standard_streams.ts";
import { PROVIDER_SIGNATURE_FILE } from "../../../formats/signature/provider_signature.ts";
import { readTrustedKeys } from "../../keys/trusted_keys.ts";
import { requireNoPlace } from "../../server/require_no_place.ts";
import { schemeJson, signedAtFields } from "./verified_output.ts";
import { IN_STORE, type VerifyFlags } from "./verify_flags.ts";

/** A verified package, its signature and the key. */
interface Verified {
  readonly file: SignatureFile;
  readonly key: TrustedKey;
  readonly scheme: SignatureScheme | undefined;
  readonly stated: JudgedStatement | null;
}

/**
 * Verifies every package: against the keys of `--trust-key`, without any store, or against those that an organisation
 * trusts. Returns the first failure, already printed.
 */
export default async function verify(
  this: CliContext,
  flags: VerifyFlags,
  ...given: readonly string[]
): Promise<CloacinaError | undefined> {
  requireOneTrust(this, flags);
  if (flags.trustKey !== undefined) await requireNoPlace(flags, "verify");
  const packages = await packagePaths(this, flags, { given, verb: "verify" });
  requireSignatures(flags, packages);
  await requireSignatureDir(this, flags);
  requireDistinctSignatures(flags, packages);
  const demands = await demandsOf(flags);
  await requireMinimum(this, flags);
  if (flags.trustKey !== undefined) {
    return await verifyWithFiles(this, flags, {
      trustKey: flags.trustKey,
      packages,
      demands,
    });
  }
  const { verifyInStore } = await import("./verify_in_store.ts");
  return await verifyInStore(this, flags, { packages, demands });
}

/** What a statement must be, beside the default. Loaded on demand: most verifying asks for nothing. */
async function demandsOf(flags: VerifyFlags): Promise<StatementDemands | undefined> {
  const { require, requireStatement, minimumVersion, at } = flags;
  const isAsked = [require, minimumVersion, at].some((flag) => flag !== undefined);
  if (!isAsked && !requireStatement) return undefined;
  const { readDemands } = await import("../../package/statement_demands.ts");
  return await readDemands(flags);
}

/** That versions can be kept, before anything is verified. Loaded on demand, as demands are. */
async function requireMinimum(
  context: CliContext,
  { minimumVersion, trustKey }: VerifyFlags,
): Promise<void> {
  if (minimumVersion === undefined) return;
  if (minimumVersion === IN_STORE) {
    if (trustKey === undefined) return;
    const state = "the store keeps the minimum versions of an organisation";
    throw new CloacinaError("invalid_request", `Cannot verify: ${state}`, {
      hint:
        `give --org UUID, or a file with --minimum-version FILE; ./${IN_STORE} is one of this name`,
    });
  }
  const { requireMinimumVersions } = await import("../../package/minimum_versions_file.ts");
  await requireMinimumVersions(context, minimumVersion);
}

/** Two sources of trust at once would let a key pass that one of them has revoked. */
function requireOneTrust({ env }: CliContext, { trustKey, org, recipe }: VerifyFlags): void {
  const state = trustKey !== undefined
    ? org !== undefined && "--trust-key and --org are mutually exclusive"
    : org === undefined && env("CLOACINA_ORG") === undefined
    ? "no key to trust was given"
    : recipe !== undefined && "--recipe needs --trust-key";
  if (!state) return;
  throw new CloacinaError("invalid_request", `Cannot verify: ${state}`, {
    hint:
      "give the signer's public key, obtained separately from the package, with --trust-key FILE; or --org UUID for the keys that an organisation trusts",
  });
}

async function verifyWithFiles(
  context: CliContext,
  flags: VerifyFlags,
  { trustKey, packages, demands = NO_DEMANDS }: {
    readonly trustKey: readonly string[];
    readonly packages: PackagePaths;
    readonly demands: StatementDemands | undefined;
  },
): Promise<CloacinaError | undefined> {
  const { paths } = packages;
  const trusted = await readTrustedKeys(context, trustKey);
  if (flags.recipe !== undefined) {
    const { printRecipe } = await import("./recipe.ts");
    return await printRecipe(context, flags, { packages, trusted });
  }
  const input = startOfInput();
  const binary = binaryPackages();
  const audit = context.auditTrail(keyFileAuditLog(context, flags));
  const { signature } = flags;
  const keys = trusted.map(({ publicKey }) => publicKey);
  const passed = await processPackages(
    context,
    { ...flags, paths, onInput: input.look, onStart: binary.look },
    async (hashed, path) => {
      const packageHash = hashed.hash;
      return await auditingFailure(
        audit,
        (error) => [verificationFailure(packageHash, error)],
        async () => {
          const file = flags.scheme === "provider"
            ? await (await import("../../package/provider_signature_file.ts"))
              .readProviderSignatureOf(context, { path, hashed, signature, keys })
            : await readSignatureOf(context, path, signaturePlace(flags, packages, path));
          const key = await verifyPackage(hashed, file.signature, trusted);
          const { publicKey } = key;
          const stated = await judgeShown(context, hashed, {
            signature: file.signature,
            publicKey,
            demands,
          });
          const { fingerprint } = publicKey;
          await audit([verificationSuccess(packageHash, { fingerprint }, stated?.statement)]);
          return { file, key, scheme: flags.scheme, stated };
        },
      );
    },
  );
  const signatureOf = ({ file }: Verified) => file.signature;
  const toEvent = (value: Verified, error: CloacinaError) =>
    verificationRetraction(signatureOf(value), error);
  const { minimumVersion } = flags;
  const outcomes = minimumVersion === undefined
    ? passed
    : await (await import("../../package/minimum_versions_file.ts"))
      .keepMinimum(context, minimumVersion, { outcomes: passed, audit, toEvent });
  const verified = { outcomes, signatureOf, input, binary, audit };
  const all = await withListedFiles(context, flags, verified);
  return await printOutcomes(context, flags, { outcomes: all, format: orListed(FORMAT) });
}

function requireSignatures(flags: VerifyFlags, { paths }: PackagePaths): void {
  const { signature, signatureDir, scheme, hash, trustKey } = flags;
  const state = signature === undefined
    ? trustKey !== undefined && nothingBeside(flags, paths)
    : paths.length > 1 && "--signature is for one package; for several give --signature-dir";
  const other = signatureDir !== undefined && (
    signature !== undefined
      ? "--signature and --signature-dir are mutually exclusive"
      : hash !== undefined
      ? "--hash and --signature-dir are mutually exclusive"
      : scheme === "provider" && `that of a provider is its ${PROVIDER_SIGNATURE_FILE}`
  );
  const refused = other || state;
  if (refused) throw new CloacinaError("invalid_request", `Cannot find the signature: ${refused}`);
}

function nothingBeside({ hash }: VerifyFlags, paths: readonly string[]): string | false {
  return paths.includes(STANDARD_STREAM)
    ? "there is nothing beside standard input; give --signature FILE"
    : hash !== undefined && "with --hash there is nothing beside it; give --signature FILE";
}

const FORMAT: OutcomeFormat<Verified> = {
  toJson: async ({ file: { signature, name }, key, scheme, stated }) => ({
    ...schemeJson(scheme, await recordJson("VerifiedByFile", { signature, key })),
    signature_file: name,
    ...stated?.json,
  }),
  done: "verified",
  ifFailed: () => ({ verified: false }),
  toFields: ({ file, key, scheme, stated }, path) => [
    ["verified", displayName(path)],
    ["signed by", key.publicKey.fingerprint],
    ["trusted by", key.source],
    ...signedAtFields(scheme, file.signature),
    ...stated?.fields ?? [],
  ],
};
