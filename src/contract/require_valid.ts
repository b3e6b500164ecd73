import type * as z from "zod/mini";
import { plainField } from "../domain/plain_field.ts";
import { CloacinaError } from "../errors.ts";

type Issue = z.core.$ZodIssue;

/** The maximum number of fields that a message names. */
const MAX_ISSUES = 5;

/**
 * The result of decoding or encoding a part of a request ("body", "query", "path"). Throws `invalid_request`, which
 * names every invalid field.
 */
export function requireValid<Value>(
  result: z.core.util.SafeParseResult<Value>,
  part: string,
): Value {
  if (result.success) return result.data;
  const states = result.error.issues.flatMap((issue) => describe(issue, [part]));
  const listed = [...new Set(states)].slice(0, MAX_ISSUES).join("; ");
  throw new CloacinaError("invalid_request", `Cannot read the request: ${listed}`);
}

function describe(issue: Issue, path: readonly PropertyKey[]): readonly string[] {
  const place = [...path, ...issue.path];
  const name = place.map(shownPart).join(".");
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map(plainField)
        .map((key) => `${name} has ${key === null ? "an unknown field" : `no field ${key}`}`);
    case "invalid_union":
      return closest(issue.errors).flatMap((inner) => describe(inner, place));
    case "invalid_type":
      return [`${name} ${issue.input === undefined ? "is missing" : `must be ${issue.expected}`}`];
    case "invalid_value":
      return [`${name} must be one of ${issue.values.join(", ")}`];
    case "too_small":
      return [`${name} must ${quantity(issue.origin)} at least ${issue.minimum}`];
    case "too_big":
      return [`${name} must ${quantity(issue.origin)} at most ${issue.maximum}`];
    default:
      return [`${name} ${issue.message}`];
  }
}

/** A list index or field name; an unknown name is shown only if it looks like a field name. */
function shownPart(part: PropertyKey): string {
  return typeof part === "number" ? String(part) : plainField(String(part)) ?? "(a field)";
}

/** The verb for a limit: a number must "be" at most, a text or a list "have" at most. */
function quantity(origin: string): "be" | "have" {
  return origin === "number" || origin === "int" ? "be" : "have";
}

/** The errors of the closest match among the alternatives. */
function closest(errors: readonly (readonly Issue[])[]): readonly Issue[] {
  return errors.toSorted((left, right) => left.length - right.length)[0] ?? [];
}
