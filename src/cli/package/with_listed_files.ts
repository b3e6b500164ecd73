import { sha256Hex } from "../../crypto/sha256.ts";
import { quoted } from "../../domain/quoted.ts";
import type { PackageSignature } from "../../domain/signature.ts";
import { CloacinaError, toCloacinaError } from "../../errors.ts";
import {
  BINARY_START_BYTES,
  checksumKind,
  isBinary,
  isChecksumName,
  MAX_CHECKSUM_FILE_BYTES,
} from "../../formats/checksums/checksum_kind.ts";
import type { CliContext } from "../context.ts";
import { displayName, STANDARD_STREAM } from "../terminal/standard_streams.ts";
import type { Outcome } from "./batch.ts";
import type { ListedFile } from "./listed_file.ts";
import type { BinaryPackages } from "./binary_packages.ts";
import type { StartOfInput } from "./start_of_input.ts";
import type { PackageArguments } from "./package_flags.ts";
import type { ListedFlags, Recorder, SignedList } from "./verify_listed.ts";

/** What was verified by signatures. */
interface VerifiedPackages<Value> extends Recorder {
  readonly outcomes: readonly Outcome<Value>[];
  readonly signatureOf: (value: Value) => PackageSignature;
  /** What standard input began with, if it was verified. */
  readonly input: StartOfInput;
  readonly binary: BinaryPackages;
}

const ACTION = "read the checksums in";

/**
 * The outcomes, with those of the files that a verified checksum file lists behind its own. A list that cannot be read
 * has failed, as has one on standard input. What it lists is read from the very bytes whose signature was verified.
 */
export async function withListedFiles<Value>(
  context: CliContext,
  flags: ListedFlags & PackageArguments,
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
        : await listedIn(context, flags, { signed, record });
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

/** The outcomes of the files that are listed; none if it is no checksum file, as most packages are none. */
async function listedIn(
  context: CliContext,
  flags: ListedFlags,
  { signed, record }: {
    readonly signed: Omit<SignedList, "bytes">;
    readonly record: Recorder;
  },
): Promise<readonly Outcome<ListedFile>[]> {
  const bytes = await readList(context, signed);
  if (bytes === null) return [];
  const { verifyListed } = await import("./verify_listed.ts");
  return await verifyListed(context, flags, { signed: { ...signed, bytes }, record });
}

/**
 * The bytes of a list of SHA-256 checksums; null if it is none. What it is, its lines say, and else its name. Throws
 * `package_changed` if it is not what was verified.
 */
async function readList(
  context: CliContext,
  { list, signature }: Omit<SignedList, "bytes">,
): Promise<Uint8Array | null> {
  const read = (limit: number) => context.files.read(list, limit, ACTION).bytes;
  const isNamed = isChecksumName(list);
  if (!isNamed && isBinary(read(BINARY_START_BYTES))) return null;
  const bytes = read(MAX_CHECKSUM_FILE_BYTES);
  const isWhole = bytes.length <= MAX_CHECKSUM_FILE_BYTES;
  if (isWhole && sha256Hex(bytes) !== signature.packageHash) throw changed(list);
  const kind = checksumKind(bytes) ?? (isNamed ? "sha256" : null);
  if (kind === "other") await warnOfOther(context, quoted(list));
  return kind === "sha256" ? bytes : null;
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
