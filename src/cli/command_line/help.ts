const EXAMPLES = "\n\nEXAMPLES\n";

/** The text of a help page, without its flags. */
interface Description {
  readonly text: string;
  /** Command lines that work when pasted. */
  readonly examples: readonly string[];
}

/** The `fullDescription` of a command: what it does, then examples. */
export function examples(text: string, ...lines: readonly string[]): string {
  return `${text}${EXAMPLES}${lines.join("\n")}`;
}

/** Reads what `examples` wrote. */
export function parseDescription(fullDescription: string): Description {
  const [text = "", lines = ""] = fullDescription.split(EXAMPLES);
  return { text, examples: lines === "" ? [] : lines.split("\n") };
}
