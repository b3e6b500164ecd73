import { quoted } from "./quoted.ts";
import type { Claims, Requirement } from "./statement.ts";

const MAX_CLAIMS = 16;
const MAX_VALUE_LENGTH = 256;
const NAME = /^[a-z][a-z0-9_.-]{0,63}$/;

/** Semantic Versioning 2.0.0, its own expression, with numbers that a double holds exactly. */
const VERSION =
  /^(?:0|[1-9]\d{0,14})\.(?:0|[1-9]\d{0,14})\.(?:0|[1-9]\d{0,14})(?:-(?:0|[1-9]\d{0,14}|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d{0,14}|\d*[a-zA-Z-][0-9a-zA-Z-]*))*)?(?:\+[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?$/;

// deno-lint-ignore no-control-regex
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

/** The claim whose value is a semantic version. */
export const VERSION_CLAIM = "version";

/** What is wrong with claims, as in "the claim "x" …"; undefined if nothing is. */
export function faultOfClaims(claims: Claims): string | undefined {
  const all = Object.entries(claims);
  if (all.length > MAX_CLAIMS) return `there are more than ${MAX_CLAIMS} claims`;
  return all.map(faultOfClaim).find((fault) => fault !== undefined);
}

function faultOfClaim([name, value]: readonly [string, string]): string | undefined {
  if (!isClaimName(name)) {
    return "the name of a claim is not 1 to 64 of a-z, 0-9, _, . and -, beginning with a letter";
  }
  if (value.length === 0 || value.length > MAX_VALUE_LENGTH) {
    return `the claim ${name} does not have 1 to ${MAX_VALUE_LENGTH} characters`;
  }
  if (CONTROL.test(value) || !value.isWellFormed()) {
    return `the claim ${name} has a control character, or half of one`;
  }
  if (name === VERSION_CLAIM && !VERSION.test(value)) {
    return `the version ${
      quoted(value)
    } is not a semantic version such as 1.2.0, with numbers of at most 15 digits`;
  }
  return undefined;
}

/**
 * What is wrong with what is required of a claim; undefined if nothing is. npm reads a blank range, also on one side of
 * `||`, as any version: most often it is a variable that is not set.
 */
export function faultOfRequirement({ claim, value }: Requirement): string | undefined {
  if (!isClaimName(claim)) return `${quoted(claim)} is no name of a claim`;
  if (value === "") return `nothing is required of ${claim}`;
  if (claim !== VERSION_CLAIM || value.split("||").every((range) => range.trim() !== "")) {
    return undefined;
  }
  return `${quoted(value)} has a blank range; write * for any version`;
}

/** Whether a claim may have this name. */
export function isClaimName(name: string): boolean {
  return NAME.test(name);
}
