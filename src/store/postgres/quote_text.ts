/** Text as a constant in a statement, whatever `standard_conforming_strings` is (PostgreSQL, section 4.1.2.2). */
export function quoteText(text: string): string {
  return `E'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}
