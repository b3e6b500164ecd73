/** The file name that means standard input or output. */
export const STANDARD_STREAM = "-";

/** A path as messages name it. */
export function displayName(path: string): string {
  return path === STANDARD_STREAM ? "standard input" : path;
}
