import { fileURLToPath, pathToFileURL } from "node:url";
import { absolute, projectPath } from "./paths.ts";

/** What a specifier leads to: a file of the project, a module from elsewhere, or a refusal. */
export type Target =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "module"; readonly url: string }
  | { readonly kind: "refused"; readonly because: string };

/** The `imports` of deno.json. */
export type ImportMap = Readonly<Record<string, string>>;

/** Resolves as Deno does, relative to a project path, and refuses what the project does not write. */
export function resolve(specifier: string, from: string, imports: ImportMap): Target {
  if (/^\.\.?\//.test(specifier)) return resolveRelative(specifier, from);
  if (specifier.startsWith("node:")) return { kind: "module", url: specifier };
  if (/^(npm|jsr|https?):/i.test(specifier)) {
    return refused("pin it in the imports of deno.json and import its bare name");
  }
  if (/^([a-z][a-z0-9+.-]*:|[/\\])/i.test(specifier)) return refused("write a relative path");
  return resolveBare(specifier, imports);
}

function resolveRelative(specifier: string, from: string): Target {
  if (/[%\\]/.test(specifier)) return refused("write the path without escapes");
  const url = new URL(specifier, pathToFileURL(absolute(from)));
  const path = projectPath(fileURLToPath(url));
  return path === null ? refused("it lies outside of the project") : { kind: "file", path };
}

function resolveBare(specifier: string, imports: ImportMap): Target {
  const key = Object.keys(imports).filter((name) => covers(name, specifier)).sort().at(-1);
  const url = key === undefined ? undefined : imports[key];
  if (url === undefined) return refused("it is not in the imports of deno.json");
  if (/^(\.|\/|file:)/.test(url)) return refused("write the relative path, not an alias for it");
  return { kind: "module", url };
}

/** Deno also finds `zod/mini` under the key `zod`, without the slash that import maps ask for. */
function covers(key: string, specifier: string): boolean {
  return specifier === key || specifier.startsWith(key.endsWith("/") ? key : `${key}/`);
}

function refused(because: string): Target {
  return { kind: "refused", because };
}
