/** How deep a document may nest. Ours are flat; JSON.parse would follow a million levels. */
const MAX_DEPTH = 32;

/** How much of a duplicate key a message repeats. */
const MAX_SHOWN = 64;

/** Quotes and brackets, and escapes, which hide a quote. */
const TOKENS = /\\.|["{}[\]:]/g;

/**
 * Parses JSON (RFC 8259) and refuses what JSON.parse lets pass: a key that stands twice in one object, also when
 * one of the two is spelled with escapes, and nesting deeper than 32. Throws SyntaxError; its message quotes
 * nothing of the text but a duplicate key, because the text may be a private key.
 */
export function parseStrictJson(text: string): unknown {
  const value = parse(text);
  refuseHiddenFaults(text);
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SyntaxError("it is not JSON");
  }
}

/** Walks text that is known to be JSON. A string is a key exactly when a colon follows it. */
function refuseHiddenFaults(text: string): void {
  const keysOfOpenValues: Set<string>[] = [];
  let lastString = "";
  let stringStart: number | undefined;
  for (const { 0: token, index } of text.matchAll(TOKENS)) {
    if (token === '"' && stringStart === undefined) stringStart = index;
    else if (token === '"') {
      lastString = text.slice(stringStart, index + 1);
      stringStart = undefined;
    } else if (stringStart !== undefined) continue;
    else if (token === ":") addKey(keysOfOpenValues.at(-1)!, JSON.parse(lastString));
    else if (token === "}" || token === "]") keysOfOpenValues.pop();
    else keysOfOpenValues.push(new Set());
    if (keysOfOpenValues.length > MAX_DEPTH) {
      throw new SyntaxError(`it nests deeper than ${MAX_DEPTH} levels`);
    }
  }
}

function addKey(keys: Set<string>, key: string): void {
  if (keys.has(key)) throw new SyntaxError(`${key.slice(0, MAX_SHOWN)} stands twice`);
  keys.add(key);
}
