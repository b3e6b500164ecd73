import { plainField } from "../../domain/plain_field.ts";
import { endOfString, requireJsonBounds } from "./json_bounds.ts";
import { utf8Text } from "../utf8.ts";

/** What is wrong with a text that is cut off, or is another thing. */
export const NOT_JSON = "it is not JSON";

/** As `parseUniqueJson`, and refuses strings and keys with an unpaired surrogate, which are not Unicode. */
export function parseStrictJson(text: string, maxParts = Infinity): unknown {
  const value = parseUniqueJson(text, maxParts);
  if (SURROGATE.test(text) && !isWellFormed(value)) {
    throw new SyntaxError("it has an unpaired surrogate");
  }
  return value;
}

/** A surrogate can stand in UTF-8 only as an escape. */
const SURROGATE = /\\u[dD][89a-fA-F]/;

function isWellFormed(value: unknown): boolean {
  if (typeof value === "string") return value.isWellFormed();
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([key, part]) => key.isWellFormed() && isWellFormed(part));
}

/**
 * Parses JSON (RFC 8259), and refuses duplicate keys, even if one is written with escapes, nesting deeper than 32, and
 * more than `maxParts` parts (see `requireJsonBounds`). Throws SyntaxError; the message never quotes the text, which
 * may be a private key, except a duplicate key that looks like a field name. A whole number with a fraction or an
 * exponent, such as 1.0 or 1e0, becomes NaN, so that no field takes it for 1: readers in other languages do not.
 */
export function parseUniqueJson(text: string, maxParts = Infinity): unknown {
  requireJsonBounds(text, maxParts);
  const value = parse(text);
  refuseDuplicateKeys(text);
  return hasFractionOrExponent(text) ? JSON.parse(text, wholeAsWritten) : value;
}

/** `parseStrictJson` of UTF-8 bytes. Throws the result of `toError`. */
export function parseStrictJsonBytes(
  bytes: Uint8Array,
  toError: (state: string, cause?: unknown) => Error,
  maxParts = Infinity,
): unknown {
  const text = utf8Text(bytes);
  if (text === null) throw toError("it is not UTF-8");
  try {
    return parseStrictJson(text, maxParts);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw toError(error.message, error);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SyntaxError(NOT_JSON);
  }
}

/** Scans valid JSON for a number with a fraction or an exponent. */
function hasFractionOrExponent(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const token = text[index]!;
    if (token === '"') index = endOfString(text, index);
    else if (token === ".") return true;
    else if ((token === "e" || token === "E") && /[0-9]/.test(text[index - 1] ?? "")) return true;
  }
  return false;
}

/** A reviver for JSON.parse, which passes the text of a number as `source`. */
function wholeAsWritten(_key: string, value: unknown, context?: { readonly source?: string }) {
  return Number.isSafeInteger(value) && /[.eE]/.test(context?.source ?? "") ? NaN : value;
}

/** Scans valid JSON for duplicate keys. A string is a key if and only if a colon follows. */
function refuseDuplicateKeys(text: string): void {
  const keysOfOpenValues: (Set<string> | undefined)[] = [];
  let lastString = "";
  for (let index = 0; index < text.length; index++) {
    const token = text[index]!;
    if (token === '"') {
      const end = endOfString(text, index);
      lastString = text.slice(index, end + 1);
      index = end;
    } else if (token === ":") {
      // Created only when needed: a set takes a hundred times the memory of an empty object.
      const keys = keysOfOpenValues[keysOfOpenValues.length - 1] ??= new Set();
      addKey(keys, JSON.parse(lastString));
    } else if (token === "{" || token === "[") keysOfOpenValues.push(undefined);
    else if (token === "}" || token === "]") keysOfOpenValues.pop();
  }
}

function addKey(keys: Set<string>, key: string): void {
  if (keys.has(key)) {
    const name = plainField(key);
    throw new SyntaxError(name === null ? "duplicate key" : `duplicate key ${name}`);
  }
  keys.add(key);
}
