/** What stands for standard input or output wherever a file goes. */
export const STANDARD_STREAM = "-";

/** A path as messages call it. */
export function displayName(path: string): string {
  return path === STANDARD_STREAM ? "standard input" : path;
}
