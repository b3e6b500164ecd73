/** The width of a page where there is no terminal, or one that does not know its own. */
const DEFAULT_COLUMNS = 80;

/** The width of a page of help or of the manual. */
export function pageWidth({ columns }: { readonly columns: number | null }): number {
  return columns || DEFAULT_COLUMNS;
}
