import { dirname, join } from "node:path";
import type { OrgId } from "../../domain/ids.ts";
import type { HashedPackage, PackageHash } from "../../domain/package_hash.ts";
import { quoted } from "../../domain/quoted.ts";
import type { PackageSignature } from "../../domain/signature.ts";
import { CloacinaError } from "../../errors.ts";
import { type ListedHash, parseChecksumFile } from "../../formats/checksums/checksum_file.ts";
import { auditingFailure } from "../../operations/audit_failure.ts";
import { verificationFailure, verificationSuccess } from "../../operations/events.ts";
import type { AuditTrail } from "../../operations/parts.ts";
import type { CliContext } from "../context.ts";
import { asFile } from "../terminal/standard_streams.ts";
import { type JobsFlag, type Outcome, processPackages } from "./batch.ts";
import type { ListedFile } from "./listed_file.ts";

/** The flags that decide how listed files are looked at. */
export interface ListedFlags extends JobsFlag {
  readonly ignoreMissing?: boolean;
}

/** Where verdicts are recorded, and the organisation that they are for. */
export interface Recorder {
  readonly audit: AuditTrail;
  readonly orgId?: OrgId;
}

/** A verified checksum file: the hash that its signature is for, who signed it, and its bytes. */
export interface SignedList {
  readonly list: string;
  readonly signature: PackageSignature;
  readonly bytes: Uint8Array;
}

/** The outcomes of the files that are listed. */
export async function verifyListed(
  context: CliContext,
  { jobs, ignoreMissing }: ListedFlags,
  { signed: { list, signature, bytes }, record }: {
    readonly signed: SignedList;
    readonly record: Recorder;
  },
): Promise<readonly Outcome<ListedFile>[]> {
  const expected = hashesOf(parseChecksumFile(bytes, list), list);
  const paths = ignoreMissing
    ? await presentOf(context, list, [...expected.keys()])
    : [...expected.keys()];
  const batch = { ...(jobs !== undefined && { jobs }), paths };
  return await processPackages(
    context,
    batch,
    (hashed, path) =>
      recorded(record, hashed.hash, () => {
        requireListed(hashed, list, expected.get(path)!);
        return { list, hash: hashed.hash, signer: signature.keyFingerprint };
      }),
  );
}

/** The hash of each file that is listed. Throws `invalid_request` if there are two of one. */
function hashesOf(
  listed: readonly ListedHash[],
  list: string,
): ReadonlyMap<string, PackageHash> {
  const hashes = new Map<string, PackageHash>();
  for (const { path, hash } of listed) {
    const file = asFile(join(dirname(list), path));
    if ((hashes.get(file) ?? hash) !== hash) throw contradicted(list, path);
    hashes.set(file, hash);
  }
  return hashes;
}

function contradicted(list: string, path: string): CloacinaError {
  const state = `it lists ${quoted(path)} with two hashes`;
  return new CloacinaError(
    "invalid_request",
    `Cannot read the checksums in ${quoted(list)}: ${state}`,
  );
}

/** The files that exist. Throws `file_not_found` if none does: nothing would be verified. */
async function presentOf(
  { files, terminal }: CliContext,
  list: string,
  paths: readonly string[],
): Promise<readonly string[]> {
  const present: string[] = [];
  for (const path of paths) if (await files.exists(path)) present.push(path);
  if (present.length === 0) {
    const message = `Cannot verify the files in ${quoted(list)}: none of them is there`;
    throw new CloacinaError("file_not_found", message);
  }
  if (present.length < paths.length) {
    const missing = `${paths.length - present.length} of the ${paths.length} files`;
    await terminal.note(`note: skipped ${missing} in ${quoted(list)}: there is no such file`);
  }
  return present;
}

function requireListed(
  { name, hash }: HashedPackage,
  list: string,
  expected: PackageHash,
): void {
  if (hash === expected) return;
  throw new CloacinaError(
    "package_tampered",
    `Cannot verify ${name}: its hash is ${hash}, and ${quoted(list)} lists ${expected}`,
    { hint: "this is not the file that was listed; download it again" },
  );
}

/** Decides about a file, and writes the verdict to the audit log. */
async function recorded(
  { audit, orgId }: Recorder,
  packageHash: PackageHash,
  decide: () => ListedFile,
): Promise<ListedFile> {
  const toEvents = (error: CloacinaError) => [verificationFailure(packageHash, error, { orgId })];
  return await auditingFailure(audit, toEvents, async () => {
    const listed = decide();
    await audit([verificationSuccess(packageHash, { orgId, fingerprint: listed.signer })]);
    return listed;
  });
}
