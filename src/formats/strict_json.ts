/** How deep a document may nest. Ours are flat; JSON.parse would follow a million levels. */
const MAX_DEPTH = 32;

const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g;

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

/** Walks the tokens of text that is known to be JSON. A string is a key exactly when a colon follows it. */
function refuseHiddenFaults(text: string): void {
  const keysOfOpenValues: Set<string>[] = [];
  let lastString = "";
  for (const [token] of text.matchAll(TOKENS)) {
    if (token === "{" || token === "[") keysOfOpenValues.push(new Set());
    else if (token === "}" || token === "]") keysOfOpenValues.pop();
    else if (token === ":") addKey(keysOfOpenValues.at(-1)!, JSON.parse(lastString));
    else lastString = token;
    if (keysOfOpenValues.length > MAX_DEPTH) {
      throw new SyntaxError(`it nests deeper than ${MAX_DEPTH} levels`);
    }
  }
}

function addKey(keys: Set<string>, key: string): void {
  if (keys.has(key)) throw new SyntaxError(`${key} stands twice`);
  keys.add(key);
}
