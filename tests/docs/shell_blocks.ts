/** A block of shell on a page, and what the page shows as its output. */
export interface ShellBlock {
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
  /** Null where the page shows none. */
  readonly output: string | null;
}

const FENCE = /^```(\w+)\n(.*?)^```$/gms;

/** The `sh` blocks of a page, in order. A `text` or `json` block directly below one is what it prints on stdout. */
export function shellBlocks(page: string): readonly ShellBlock[] {
  const fences = Array.from(page.matchAll(FENCE), ({ 0: whole, 1: kind, 2: text, index }) => ({
    ...{ kind, text: text! },
    line: page.slice(0, index).split("\n").length,
    start: index,
    end: index + whole.length,
  }));
  return fences.flatMap(({ kind, text, line, end }, index) => {
    if (kind !== "sh") return [];
    const next = fences[index + 1];
    const isOutput = next !== undefined && next.kind !== "sh" &&
      page.slice(end, next.start).trim() === "";
    return [{ line, text, output: isOutput ? next.text : null }];
  });
}

/** What differs from run to run, by what stands for it. */
const VARYING: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "<uuid>"],
  [/\bclk_[\w-]{43}(?![\w-])/g, "<token>"],
  [/\b[0-9a-f]{64}\b/g, "<hex64>"],
  [/\b[0-9a-f]{16}…/g, "<hex16>…"],
  [/(?<![\w+/])[A-Za-z0-9+/]{86}==/g, "<signature>"],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, "<time>"],
];

/** Output as it is compared: ids, hashes, signatures and times are alike. */
export function comparable(output: string): string {
  return VARYING.reduce((text, [pattern, name]) => text.replace(pattern, name), output);
}
