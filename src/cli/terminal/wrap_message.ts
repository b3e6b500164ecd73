import { cellWidthFor } from "./cell_width.ts";

/**
 * Breaks an escaped message between words, so that no line is wider than `width` cells where its words are not; null is no
 * terminal. A command in backquotes stays whole, so that it can be copied.
 */
export async function wrapMessage(text: string, width: number | null): Promise<string> {
  if (!width || text.length <= width / 2) return text;
  const widthOf = await cellWidthFor([text]);
  const lines: string[] = [];
  for (const word of text.match(/(`[^`]*`|[^ ])+| /g) ?? []) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(last + word) <= width) lines[lines.length - 1] = last + word;
    else if (word !== " ") lines.push(word);
  }
  return lines.map((line) => line.trimEnd()).join("\n");
}
