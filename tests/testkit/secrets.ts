/** Bytes in a row that count as a leak of a secret; fewer may stand anywhere by chance. */
const LEAK = 8;

/**
 * Finds any 8 bytes in a row of a secret in a text: as hex in either case, or in base64 or base64url at any of the
 * three offsets, with line breaks or without. Returns what was found, or undefined.
 */
export function findLeak(text: string, secret: Uint8Array): string | undefined {
  const haystack = text.replace(/\s+/g, "");
  return spellings(secret).find((spelling) => haystack.includes(spelling));
}

function spellings(secret: Uint8Array): readonly string[] {
  const hex = secret.toHex();
  const base64 = [0, 1, 2].map((offset) => insideBase64(secret, offset));
  return [
    ...windows(hex, 2 * LEAK, 2),
    ...windows(hex.toUpperCase(), 2 * LEAK, 2),
    ...base64.flatMap((text) => windows(text, LEAK + 2, 1)),
    ...base64.flatMap((text) =>
      windows(text.replaceAll("+", "-").replaceAll("/", "_"), LEAK + 2, 1)
    ),
  ];
}

/** The characters of base64 that depend on the secret alone, where `offset` other bytes stand before it. */
function insideBase64(secret: Uint8Array, offset: number): string {
  const bytes = new Uint8Array([...new Uint8Array(offset), ...secret]);
  const text = bytes.toBase64({ omitPadding: true });
  return text.slice(Math.ceil((offset * 8) / 6), Math.floor((bytes.length * 8) / 6));
}

function windows(text: string, length: number, step: number): readonly string[] {
  const count = Math.floor((text.length - length) / step) + 1;
  return Array.from(
    { length: count },
    (_, index) => text.slice(index * step, index * step + length),
  );
}
