/** The description of a command as its help shows it: what it does, then lines that work when pasted. */
export function examples(description: string, ...lines: readonly string[]): string {
  return [description, "", "EXAMPLES", ...lines.map((line) => `  ${line}`)].join("\n");
}
