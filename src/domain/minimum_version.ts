import type { ErrorCode } from "../errors.ts";
import type { Fingerprint } from "./fingerprint.ts";
import type { PackageHash } from "./package_hash.ts";

/** What a statement claims its package to be. */
export interface NamedVersion {
  readonly name: string;
  readonly version: string;
}

/** A package that is not older than the minimum version of its name, which is now at least this one. */
export interface AcceptedVersion extends NamedVersion {
  readonly packageHash: PackageHash;
  readonly keyFingerprint: Fingerprint;
}

/** A package that is refused, by an error such as `version_rolled_back`: it raised nothing. */
export interface RefusedVersion {
  readonly packageHash: PackageHash;
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string | null;
}

/** What became of a package whose version was compared with the minimum. */
export type VersionVerdict = AcceptedVersion | RefusedVersion;

/** Whether a package was refused. */
export function isRefused(verdict: object): verdict is RefusedVersion {
  return "code" in verdict;
}
