/** Whether a path names a directory by its end, wherever it leads: `a/`, `a/.`, `a/..`, `.`. */
export function namesDirectory(path: string): boolean {
  return /\/$|(^|\/)\.\.?$/.test(path);
}
