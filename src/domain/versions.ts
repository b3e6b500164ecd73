import compareVersions from "semver/compare";
import satisfies from "semver/satisfies";
import validRange from "semver/valid-range";

// Versions as npm orders them. Loaded only where a version is compared.

/** Whether a range is one in npm's syntax, such as ">=1.2 <2". */
export function isRange(range: string): boolean {
  return (validRange as (range: string) => string | null)(range) !== null;
}

/** Whether a version is in a range. A pre-release is only in one that names a pre-release of the same version. */
export function isInRange(version: string, range: string): boolean {
  return (satisfies as (version: string, range: string) => boolean)(version, range);
}

/** Negative if the first is the older one, 0 if neither is: what follows a + does not count. */
export function orderOfVersions(one: string, other: string): number {
  return (compareVersions as (one: string, other: string) => number)(one, other);
}
