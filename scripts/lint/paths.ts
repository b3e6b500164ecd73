import { isAbsolute, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder, wherever this clone lies: two above this file. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** `src/domain/x.ts` for an absolute file name in the project, `null` for one outside of it. */
export function projectPath(filename: string): string | null {
  // The linter may name the file through a link and this plugin without it, or the reverse.
  return below(ROOT, filename) ?? below(realPath(ROOT), realPath(filename));
}

/** Whether the path is one that the rooms' rules speak of. */
export function isGoverned(path: string): boolean {
  return path === "main.ts" || path.startsWith("src/");
}

/** Whether one of the patterns of rooms.ts covers the path. */
export function matches(path: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    if (pattern.endsWith("*")) return path.startsWith(pattern.slice(0, -1));
    return pattern.endsWith("/") ? path.startsWith(pattern) : path === pattern;
  });
}

/** Patterns as a message lists them: `files/, cli/context.ts and main.ts`. */
export function listed(patterns: readonly string[]): string {
  const names = patterns.map(short);
  return [names.slice(0, -1).join(", "), ...names.slice(-1)].filter(Boolean).join(" and ");
}

/** A pattern as a message names it: `cli/context.ts`. */
export function short(pattern: string): string {
  return pattern.replace(/^src\//, "");
}

/** The absolute file name of a project path. */
export function absolute(path: string): string {
  return join(ROOT, path);
}

function below(root: string, filename: string): string | null {
  const path = relative(root, filename);
  const outside = path === "" || path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path);
  return outside ? null : path.replaceAll(sep, "/");
}

function realPath(filename: string): string {
  try {
    return Deno.realPathSync(filename);
  } catch {
    return filename; // a source that is on no disk, as in the plugin's own tests
  }
}
