import { isClaimName, VERSION_CLAIM } from "./claims.ts";
import { quoted } from "./quoted.ts";
import { shownReference } from "./shown_text.ts";
import type { Requirement } from "./statement.ts";

/**
 * What is wrong with what is required of a claim; undefined if nothing is. npm reads a blank range, also on one side of
 * `||` or before a `+`, as any version: most often it is a variable that is not set.
 */
export async function faultOfRequirement(
  { claim, value }: Requirement,
): Promise<string | undefined> {
  if (!isClaimName(claim)) return `${quoted(shownReference(claim))} is no name of a claim`;
  if (value === "") return `nothing is required of ${claim}`;
  if (claim !== VERSION_CLAIM) return undefined;
  const shown = quoted(shownReference(value));
  if (value.split("||").some(isBlank)) {
    return `${shown} has a blank range; write * for any version`;
  }
  const { isRange } = await import("./versions.ts");
  return isRange(value) ? undefined : `${shown} is not a version range`;
}

/** What follows a + does not count. */
function isBlank(range: string): boolean {
  return range.replaceAll(/\+\S*/g, "").trim() === "";
}
