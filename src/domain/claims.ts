import { quoted } from "./quoted.ts";
import { shownReference } from "./shown_text.ts";
import type { Claims } from "./statement.ts";

const MAX_CLAIMS = 16;

/** The most characters of a claim's value. */
export const MAX_CLAIM_LENGTH = 256;

/** What a claim may be called. */
export const CLAIM_NAME = /^[a-z][a-z0-9_.-]{0,63}$/;

/** Semantic Versioning 2.0.0, its own expression, with numbers that a double holds exactly. */
const VERSION =
  /^(?:0|[1-9]\d{0,14})\.(?:0|[1-9]\d{0,14})\.(?:0|[1-9]\d{0,14})(?:-(?:0|[1-9]\d{0,14}|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d{0,14}|\d*[a-zA-Z-][0-9a-zA-Z-]*))*)?(?:\+[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?$/;

// deno-lint-ignore no-control-regex
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

/** The claim whose value is a semantic version. */
export const VERSION_CLAIM = "version";

/** What is wrong with claims, as in "the claim x has a control character"; undefined if nothing is. */
export function faultOfClaims(claims: Claims): string | undefined {
  const all = Object.entries(claims);
  if (all.length > MAX_CLAIMS) return `there are more than ${MAX_CLAIMS} claims`;
  return all.map(faultOfClaim).find((fault) => fault !== undefined);
}

function faultOfClaim([name, value]: readonly [string, string]): string | undefined {
  if (!isClaimName(name)) {
    return "the name of a claim is not 1 to 64 of a-z, 0-9, _, . and -, beginning with a letter";
  }
  if (value === "") return `the value of the claim ${name} is empty`;
  if (value.length > MAX_CLAIM_LENGTH) {
    return `the value of the claim ${name} has more than ${MAX_CLAIM_LENGTH} characters`;
  }
  if (CONTROL.test(value) || !value.isWellFormed()) {
    return `the claim ${name} has a control character, or half of one`;
  }
  if (name === VERSION_CLAIM && !VERSION.test(value)) {
    return `the version ${
      quoted(shownReference(value))
    } is not a semantic version such as 1.2.0, with numbers of at most 15 digits`;
  }
  return undefined;
}

/** Whether a claim may have this name. */
export function isClaimName(name: string): boolean {
  return CLAIM_NAME.test(name);
}
