import type { HashedPackage } from "../../../domain/package_hash.ts";
import { serverAnswer, uploadWarnings } from "../../../domain/upload.ts";
import type { PreflightReport } from "../../../domain/preflight.ts";
import { TENANT_NOTICE } from "../../../domain/tenant_notice.ts";
import { errorDocument } from "../../../contract/error_document.ts";
import { displayName } from "../../terminal/standard_streams.ts";
import { CloacinaError } from "../../../errors.ts";
import { type AskedPlace, placeText } from "../../asked_place.ts";
import type { CliContext } from "../../context.ts";
import { unlessNeeded } from "../../package/blockers.ts";
import { readUpload } from "../../package/read_upload.ts";
import { type Json, recordJson } from "../../records/record_json.ts";
import { requireServerOrg } from "../../organisation.ts";
import { type Fields, type JsonFlag, printFindings } from "../../terminal/output.ts";
import type { RemoteFlags } from "../../server/remote_flags.ts";
import type { OrgFlag, StoreFlags } from "../../store/store_flags.ts";

/** The flags of `package preflight`. */
export interface PreflightFlags extends JsonFlag, StoreFlags, RemoteFlags, OrgFlag {}

/**
 * A package that was checked, what is reported of it, and the store or server that was asked. `fileWarnings` says why
 * the file is refused, whoever signed it.
 */
interface Checked {
  readonly path: string;
  readonly hashed: HashedPackage;
  readonly report: PreflightReport;
  readonly fileWarnings: readonly string[];
  readonly place: AskedPlace;
}

/** Checks whether the engine's server would accept a package. Returns its refusal, already printed. */
export default async function preflight(
  this: CliContext,
  flags: PreflightFlags,
  path: string,
): Promise<CloacinaError | undefined> {
  const orgId = requireServerOrg(this, flags);
  const { hashed, ...upload } = await readUpload(this, path);
  const fileWarnings = uploadWarnings(upload);
  const checked = await this.withOperations(flags, async (operations, place): Promise<Checked> => {
    const report = await operations.package.preflight({ orgId, hash: hashed.hash });
    return { path, hashed, report, fileWarnings, place };
  });
  const tenantWarnings = checked.report.warnings.filter((warning) => warning === TENANT_NOTICE);
  for (const warning of [...fileWarnings, ...tenantWarnings]) {
    await this.terminal.tell(`warning: ${warning}`);
  }
  const failure = refusalOf(checked);
  const document = () => toJson(checked, failure);
  return await printFindings(this.terminal, flags, {
    document,
    fields: toFields(checked),
    failure,
  });
}

function refusalOf({ hashed, report, place }: Checked): CloacinaError | undefined {
  const { answer, reason } = report;
  if (answer === "accepted") return undefined;
  return new CloacinaError(
    answer,
    `Cannot upload ${hashed.name}: the server would refuse it: ${reason} (in ${placeText(place)})`,
    { hint: removalHint(hashed, report) },
  );
}

/** How another signature comes first; undefined where removing this one would not help. */
function removalHint(
  { hash }: HashedPackage,
  { answer, signer }: PreflightReport,
): string | undefined {
  const isOfSignature = answer === "untrusted_signer" || answer === "invalid_signature";
  if (signer === null || !isOfSignature) return undefined;
  return "sign the package with a key that the organisation trusts and --store, then " +
    `\`cloacina signatures remove --hash ${hash} --fingerprint ${signer}\` removes the first signature` +
    unlessNeeded(answer);
}

async function toJson(
  { path, hashed, report, fileWarnings, place }: Checked,
  refusal: CloacinaError | undefined,
): Promise<Json> {
  return {
    package: path,
    package_hash: hashed.hash,
    store: placeText(place),
    ...await recordJson("Preflight", {
      ...report,
      warnings: [...fileWarnings, ...report.warnings],
    }),
    ...(refusal !== undefined && errorDocument(refusal)),
  };
}

function toFields({ path, hashed, report, fileWarnings, place }: Checked): Fields {
  const { answer, reason, warnings, signer } = report;
  return [
    ["package", displayName(path)],
    ["hash", hashed.hash],
    ["store", placeText(place)],
    ["server", serverAnswer(answer, fileWarnings)],
    ["because", reason],
    ...(signer === null ? [] : [["signed by", signer] as const]),
    ...warnings.filter((warning) => warning !== TENANT_NOTICE)
      .map((warning) => ["warning", warning] as const),
  ];
}
