import { barred, misplaced } from "./borders.ts";
import { type Import, visitImports } from "./imports.ts";
import { isGoverned, projectPath } from "./paths.ts";
import { BUILD_FILE } from "./rooms.ts";
import { type ImportMap, resolve, type Target } from "./specifiers.ts";

/** `cloacina/rooms`: where a file lies and what it imports keep the order of the rooms. */
export function roomsRule(imports: ImportMap): Deno.lint.Rule {
  return {
    create(context) {
      const path = projectPath(context.filename);
      if (path === null || !isGoverned(path)) return {};
      return {
        Program(node) {
          const because = misplaced(path);
          if (because === null) return;
          // An empty file has an empty range, which is still a place to point at.
          context.report({ node, message: `Cannot keep ${path}: ${because}` });
        },
        ...visitImports((one) => {
          const message = everything(one, path) ?? refusal(one, path, imports);
          if (message !== null) context.report({ node: one.node, message });
        }),
      };
    },
  };
}

function everything(one: Import, path: string): string | null {
  if (one.node.type !== "ExportAllDeclaration") return null;
  return `Cannot re-export all of ${one.specifier} from ${path}: name each export, there are no barrels`;
}

function refusal(one: Import, path: string, imports: ImportMap): string | null {
  if (one.specifier === null) {
    return `Cannot import a computed path from ${path}: write a string literal, deno compile sees no other`;
  }
  const target = resolve(one.specifier, path, imports);
  const name = target.kind === "file" ? target.path : one.specifier;
  const because = path === BUILD_FILE ? "build.ts imports nothing" : reason(target, path);
  return because === null ? null : `Cannot import ${name} from ${path}: ${because}`;
}

function reason(target: Target, path: string): string | null {
  switch (target.kind) {
    case "refused":
      return target.because;
    case "file":
      return barred(path, target.path);
    case "module":
      return null;
  }
}
