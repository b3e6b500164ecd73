import { plainField } from "../../domain/plain_field.ts";
import { endOfString, requireJsonBounds } from "./json_bounds.ts";

/**
 * Parses JSON (RFC 8259) and refuses what JSON.parse lets pass: a key that stands twice in one object, also when
 * one of the two is spelled with escapes, nesting deeper than 32, and more than `maxParts` (see `requireJsonBounds`).
 * Throws SyntaxError; its message quotes nothing of the text but a duplicate key that reads like a field's, because the text may
 * be a private key.
 */
export function parseStrictJson(text: string, maxParts = Infinity): unknown {
  requireJsonBounds(text, maxParts);
  const value = parse(text);
  refuseDuplicateKeys(text);
  return value;
}

/** The same for bytes, which must be UTF-8. Throws what `toError` makes of what is wrong with them. */
export function parseStrictJsonBytes(
  bytes: Uint8Array,
  toError: (state: string, cause: unknown) => Error,
  maxParts = Infinity,
): unknown {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return parseStrictJson(text, maxParts);
  } catch (error) {
    throw toError(error instanceof SyntaxError ? error.message : "it is not UTF-8", error);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SyntaxError("it is not JSON");
  }
}

/** Walks text that is known to be JSON. A string is a key exactly when a colon follows it. */
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
      // Not before: a set takes a hundred times what an empty object does.
      const keys = keysOfOpenValues[keysOfOpenValues.length - 1] ??= new Set();
      addKey(keys, JSON.parse(lastString));
    } else if (token === "{" || token === "[") keysOfOpenValues.push(undefined);
    else if (token === "}" || token === "]") keysOfOpenValues.pop();
  }
}

function addKey(keys: Set<string>, key: string): void {
  if (keys.has(key)) throw new SyntaxError(`${plainField(key) ?? "a key"} stands twice`);
  keys.add(key);
}
