/** How many cells of a terminal a text takes: two for a CJK character or an emoji, none for a combining mark. */
export type CellWidth = (text: string) => number;

/** Measures texts like these. What knows of other characters than those of ASCII is loaded only where there are some. */
export async function cellWidthFor(texts: readonly string[]): Promise<CellWidth> {
  if (texts.every((text) => /^[\x20-\x7e]*$/.test(text))) return (text) => text.length;
  return (await import("string-width")).default;
}

/**
 * Breaks text between graphemes into parts of at most `width` cells, and of one grapheme where that is wider; one empty
 * part of an empty text.
 */
export function breakAt(text: string, width: number, widthOf: CellWidth): readonly string[] {
  const parts: string[] = [];
  let part = "";
  for (
    const { segment } of new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text)
  ) {
    if (part !== "" && widthOf(part + segment) > width) {
      parts.push(part);
      part = "";
    }
    part += segment;
  }
  return [...parts, part];
}
