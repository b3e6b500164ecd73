import type { Action } from "./contender.ts";
import { formatBytes, formatCount } from "./format.ts";
import { OWN_NAMES } from "./own.ts";
import { DIGEST_NAME } from "./peers.ts";

/** A package of random bytes. */
export interface PackageFile {
  readonly name: string;
  readonly bytes: number;
}

/** The sizes of a run. */
export interface Sizes {
  /** Sizes of single packages, ascending. The last is large enough to be hashed on its own thread. */
  readonly single: readonly [number, ...number[]];
  readonly manyCount: number;
  readonly manyBytes: number;
  /** Numbers of keys in key directories, ascending. */
  readonly keyDirectories: readonly [number, ...number[]];
}

/** A table: the same action on the same packages, by several contenders. */
export interface BenchCase {
  readonly title: string;
  readonly action: Action;
  readonly files: readonly PackageFile[];
  /** The row that ratios refer to. */
  readonly reference: string;
  /** Additional rows of this table, or all its rows if `isClosed`. */
  readonly rows: readonly string[];
  readonly isClosed: boolean;
}

/** All tables, and those that the budgets refer to. */
export interface Plan {
  /** In the order of measurement: a package is signed before it is verified. */
  readonly cases: readonly BenchCase[];
  readonly version: BenchCase;
  readonly signSmallest: BenchCase;
  readonly verifySmallest: BenchCase;
  readonly signLargest: BenchCase;
  readonly signMany: BenchCase;
  readonly verifyMany: BenchCase;
  readonly signPair: BenchCase;
}

const KIB = 1024;
const MIB = 1024 * KIB;

/** The sizes that the budgets refer to. */
export const FULL_SIZES: Sizes = {
  single: [KIB, MIB, 100 * MIB, 1024 * MIB],
  manyCount: 1000,
  manyBytes: KIB,
  keyDirectories: [100, 10_000],
};

/** Small sizes, to see that the benchmark works. */
export const QUICK_SIZES: Sizes = {
  single: [KIB, 33 * MIB],
  manyCount: 20,
  manyBytes: KIB,
  keyDirectories: [10, 20],
};

/** The tables of a run. */
export function planCases({ single, manyCount, manyBytes }: Sizes): Plan {
  const [smallest, ...larger] = single.map((bytes) => packageFile(`${bytes}.bin`, bytes));
  const largest = larger.at(-1) ?? smallest!;
  const manyTitle = `${formatCount(manyCount)} packages of ${formatBytes(manyBytes)} in one call`;
  const starts = [OWN_NAMES.empty, OWN_NAMES.offline];
  const small = signAndVerify(formatBytes(smallest!.bytes), [smallest!], starts);
  const version = versionCase([...starts, OWN_NAMES.executable, OWN_NAMES.baseline]);
  const large = larger.flatMap((file) => signAndVerify(formatBytes(file.bytes), [file], []));
  const many = signAndVerify(manyTitle, manyFiles(manyCount, manyBytes), []);
  const signPair = pairCase(largest);
  return {
    cases: [version, ...small, ...large, ...many, signPair],
    version,
    signSmallest: small[0],
    verifySmallest: small[1],
    signLargest: large.at(-2) ?? small[0],
    signMany: many[0],
    verifyMany: many[1],
    signPair,
  };
}

function signAndVerify(
  what: string,
  files: readonly PackageFile[],
  rows: readonly string[],
): [BenchCase, BenchCase] {
  const common = { files, rows, reference: rows[0] ?? DIGEST_NAME, isClosed: false };
  return [
    { title: `Sign ${what}`, action: "sign", ...common },
    { title: `Verify ${what}`, action: "verify", ...common },
  ];
}

/** What starting costs, which every command pays. */
function versionCase(rows: readonly string[]): BenchCase {
  return {
    title: "Print the version",
    action: "version",
    files: [],
    reference: OWN_NAMES.empty,
    rows,
    isClosed: true,
  };
}

function pairCase(file: PackageFile): BenchCase {
  return {
    title: `Sign 2 packages of ${formatBytes(file.bytes)} in one call`,
    action: "sign",
    files: [file, packageFile(`other-${file.name}`, file.bytes)],
    reference: OWN_NAMES.oneJob,
    rows: [OWN_NAMES.executable, OWN_NAMES.baseline, OWN_NAMES.oneJob, DIGEST_NAME],
    isClosed: true,
  };
}

function manyFiles(count: number, bytes: number): PackageFile[] {
  return Array.from({ length: count }, (_, index) => packageFile(`many-${index + 1}.bin`, bytes));
}

function packageFile(name: string, bytes: number): PackageFile {
  return { name, bytes };
}
