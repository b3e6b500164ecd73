import type { HashedPackage } from "../../../domain/package_hash.ts";
import type { PreflightReport } from "../../../domain/preflight.ts";
import { errorDocument } from "../../../contract/error_document.ts";
import { displayName } from "../../terminal/standard_streams.ts";
import { CloacinaError } from "../../../errors.ts";
import { type AskedPlace, placeText } from "../../asked_place.ts";
import type { CliContext } from "../../context.ts";
import { hashPackage } from "../../package/batch.ts";
import { type Json, recordJson } from "../../records/record_json.ts";
import { requireOrg } from "../../organisation.ts";
import { type Fields, type JsonFlag, printResult } from "../../terminal/output.ts";
import type { RemoteFlags } from "../../server/remote_flags.ts";
import type { OrgFlag, StoreFlags } from "../../store/store_flags.ts";

/** The flags of `package preflight`. */
export interface PreflightFlags extends JsonFlag, StoreFlags, RemoteFlags, OrgFlag {}

/** A package that was checked, what is reported of it, and the store or server that was asked. */
interface Checked {
  readonly path: string;
  readonly hashed: HashedPackage;
  readonly report: PreflightReport;
  readonly place: AskedPlace;
}

/** Checks whether the engine's server would accept a package. Returns its refusal, already printed. */
export default async function preflight(
  this: CliContext,
  flags: PreflightFlags,
  path: string,
): Promise<CloacinaError | undefined> {
  const orgId = requireOrg(this, flags);
  const hashed = await hashPackage(this, path);
  const checked = await this.withOperations(flags, async (operations, place): Promise<Checked> => {
    const report = await operations.package.preflight({ orgId, hash: hashed.hash });
    return { path, hashed, report, place };
  });
  const refusal = refusalOf(checked);
  const document = () => toJson(checked, refusal);
  await printResult(this.terminal, flags, { document, fields: toFields(checked) });
  return refusal;
}

function refusalOf({ hashed, report, place }: Checked): CloacinaError | undefined {
  const { answer, reason } = report;
  if (answer === "accepted") return undefined;
  return new CloacinaError(
    answer,
    `Cannot upload ${hashed.name}: the server would refuse it: ${reason} (in ${placeText(place)})`,
  );
}

async function toJson(
  { path, hashed, report, place }: Checked,
  refusal: CloacinaError | undefined,
): Promise<Json> {
  return {
    package: path,
    package_hash: hashed.hash,
    store: placeText(place),
    ...await recordJson("Preflight", report),
    ...(refusal !== undefined && errorDocument(refusal)),
  };
}

function toFields({ path, hashed, report, place }: Checked): Fields {
  const { answer, reason, warnings, signer } = report;
  return [
    ["package", displayName(path)],
    ["hash", hashed.hash],
    ["store", placeText(place)],
    ["server", answer === "accepted" ? "would accept it" : `would refuse it: ${answer}`],
    ["because", reason],
    ...(signer === null ? [] : [["signed by", signer] as const]),
    ...warnings.map((warning) => ["warning", warning] as const),
  ];
}
