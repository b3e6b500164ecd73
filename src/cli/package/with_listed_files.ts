import { dirname, join } from "node:path";
import { sha256Hex } from "../../crypto/sha256.ts";
import type { OrgId } from "../../domain/ids.ts";
import type { HashedPackage, PackageHash } from "../../domain/package_hash.ts";
import { quoted } from "../../domain/quoted.ts";
import type { PackageSignature } from "../../domain/signature.ts";
import { CloacinaError, toCloacinaError } from "../../errors.ts";
import {
  type ListedHash,
  MAX_CHECKSUM_FILE_BYTES,
  parseChecksumFile,
} from "../../formats/checksums/checksum_file.ts";
import {
  BINARY_START_BYTES,
  checksumKind,
  isBinary,
  isChecksumName,
} from "../../formats/checksums/checksum_kind.ts";
import { auditingFailure } from "../../operations/audit_failure.ts";
import { verificationFailure } from "../../operations/events.ts";
import type { AuditTrail } from "../../operations/parts.ts";
import type { CliContext } from "../context.ts";
import { displayName, STANDARD_STREAM } from "../terminal/standard_streams.ts";
import { type JobsFlag, type Outcome, processPackages } from "./batch.ts";
import type { ListedFile } from "./listed_file.ts";
import type { BinaryPackages } from "./binary_packages.ts";
import type { StartOfInput } from "./start_of_input.ts";
import type { PackageArguments } from "./package_flags.ts";

/** The flags that decide how listed files are looked at. */
interface ListedFlags extends JobsFlag, PackageArguments {
  readonly ignoreMissing?: boolean;
}

/** Where verdicts are recorded, and the organisation that they are for. */
interface Recorder {
  readonly audit: AuditTrail;
  readonly orgId?: OrgId;
}

/** What was verified by signatures. */
interface VerifiedPackages<Value> extends Recorder {
  readonly outcomes: readonly Outcome<Value>[];
  readonly signatureOf: (value: Value) => PackageSignature;
  /** What standard input began with, if it was verified. */
  readonly input: StartOfInput;
  readonly binary: BinaryPackages;
}

/** A verified checksum file: the hash that its signature is for, and who signed it. */
interface SignedList {
  readonly list: string;
  readonly signature: PackageSignature;
}

const ACTION = "read the checksums in";

/**
 * The outcomes, with those of the files that a verified checksum file lists behind its own. A list that cannot be read
 * has failed, as has one on standard input. What it lists is read from the very bytes whose signature was verified.
 */
export async function withListedFiles<Value>(
  context: CliContext,
  flags: ListedFlags,
  { outcomes, signatureOf, input, binary, ...record }: VerifiedPackages<Value>,
): Promise<readonly Outcome<Value | ListedFile>[]> {
  if (flags.hash !== undefined || flags.scheme === "provider") return outcomes;
  const all: Outcome<Value | ListedFile>[] = [];
  for (const outcome of outcomes) {
    const { path } = outcome;
    if ("error" in outcome || (binary.has(path) && !isChecksumName(path))) {
      all.push(outcome);
      continue;
    }
    try {
      const signed = { list: path, signature: signatureOf(outcome.value) };
      const listed = path === STANDARD_STREAM
        ? await noneOnInput(context, input)
        : await verifyListed(context, flags, { signed, record });
      all.push(outcome, ...listed);
    } catch (thrown) {
      all.push({ path, error: toCloacinaError(thrown) });
    }
  }
  return all;
}

/** Of standard input, whose files are nowhere. Throws `invalid_request` if it is a list of SHA-256 checksums. */
async function noneOnInput(context: CliContext, input: StartOfInput): Promise<readonly never[]> {
  const kind = checksumKind(input.text());
  if (kind === "other") await warnOfOther(context, displayName(STANDARD_STREAM));
  if (kind !== "sha256") return [];
  throw new CloacinaError(
    "invalid_request",
    "Cannot verify the files in standard input: a list of checksums must be a file beside them",
    { hint: "name the list itself" },
  );
}

/** The outcomes of the files that are listed; none if it is no checksum file. */
async function verifyListed(
  context: CliContext,
  { jobs, ignoreMissing }: ListedFlags,
  { signed, record }: { readonly signed: SignedList; readonly record: Recorder },
): Promise<readonly Outcome<ListedFile>[]> {
  const { list, signature } = signed;
  const listed = await readList(context, signed);
  if (listed === null) return [];
  const expected = hashesOf(listed, list);
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

/**
 * What a file lists; null if it is no list of SHA-256 checksums. What it is, its lines say, and else its name. Throws
 * `package_changed` if it is not what was verified.
 */
async function readList(
  context: CliContext,
  { list, signature }: SignedList,
): Promise<readonly ListedHash[] | null> {
  const read = (limit: number) => context.files.read(list, limit, ACTION).bytes;
  const isNamed = isChecksumName(list);
  if (!isNamed && isBinary(read(BINARY_START_BYTES))) return null;
  const bytes = read(MAX_CHECKSUM_FILE_BYTES);
  const isWhole = bytes.length <= MAX_CHECKSUM_FILE_BYTES;
  if (isWhole && sha256Hex(bytes) !== signature.packageHash) throw changed(list);
  const kind = checksumKind(bytes) ?? (isNamed ? "sha256" : null);
  if (kind === "other") await warnOfOther(context, quoted(list));
  return kind === "sha256" ? parseChecksumFile(bytes, list) : null;
}

/** The hash of each file that is listed. Throws `invalid_request` if there are two of one. */
function hashesOf(
  listed: readonly ListedHash[],
  list: string,
): ReadonlyMap<string, PackageHash> {
  const hashes = new Map<string, PackageHash>();
  for (const { path, hash } of listed) {
    const joined = join(dirname(list), path);
    const file = joined === STANDARD_STREAM ? `./${joined}` : joined;
    if ((hashes.get(file) ?? hash) !== hash) throw contradicted(list, path);
    hashes.set(file, hash);
  }
  return hashes;
}

function contradicted(list: string, path: string): CloacinaError {
  const state = `it lists ${quoted(path)} with two hashes`;
  return new CloacinaError("invalid_request", `Cannot ${ACTION} ${quoted(list)}: ${state}`);
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
  const org = orgId === undefined ? {} : { orgId };
  const toEvents = (
    error: CloacinaError,
  ) => [{ ...verificationFailure(packageHash, error), ...org }];
  return await auditingFailure(audit, toEvents, async () => {
    const listed = decide();
    const fingerprint = listed.signer;
    await audit([{ type: "verification.success", ...org, fingerprint, packageHash }]);
    return listed;
  });
}

async function warnOfOther({ terminal }: CliContext, list: string): Promise<void> {
  await terminal.tell(
    `warning: the files in ${list} were not verified: its checksums are not SHA-256`,
  );
}

function changed(list: string): CloacinaError {
  const message = `Cannot ${ACTION} ${quoted(list)}: the file changed while it was verified`;
  return new CloacinaError("package_changed", message);
}
