/** A label and what it means, as two columns show them. */
export interface Row {
  readonly label: string;
  readonly text: string;
}

const INDENT = "  ";
const GAP = 2;

/** A label that is wider stands on a line of its own. */
const WIDEST_LABEL = 30;

/** With less room than this for the text, every label stands on a line of its own. */
const LEAST_TEXT = 34;

/** How far text is indented below its label. */
const BELOW = " ".repeat(6);

/**
 * Breaks text between words, so that no line is wider than `width` characters where its words are not. Lines after the
 * first begin with `hanging`.
 */
export function wrap(text: string, width: number, hanging = ""): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line === "" || longer.length <= width) line = longer;
    else {
      lines.push(line);
      line = hanging + word;
    }
  }
  return [...lines, line];
}

/** Formats rows as lines of two columns; where there is no room for two, the text stands below its label. */
export function rowLines(rows: readonly Row[], width: number): readonly string[] {
  const labels = labelWidth(rows, width);
  return rows.flatMap(({ label, text }) => {
    const isBelow = label.length > labels;
    const margin = isBelow ? BELOW : " ".repeat(INDENT.length + labels + GAP);
    const lines = wrap(text, width - margin.length).map((line) => margin + line);
    const start = INDENT + label;
    return isBelow ? [start, ...lines] : [start + lines[0]!.slice(start.length), ...lines.slice(1)];
  });
}

/** How wide the column of labels is; 0 where there is no room for two columns. */
function labelWidth(rows: readonly Row[], width: number): number {
  const fitting = rows.map(({ label }) => label.length).filter((length) => length <= WIDEST_LABEL);
  const widest = Math.max(0, ...fitting);
  return width - INDENT.length - widest - GAP < LEAST_TEXT ? 0 : widest;
}
