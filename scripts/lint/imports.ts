/** One way of naming another module; `specifier` is `null` where it is not a plain string. */
export interface Import {
  readonly node: Deno.lint.Node;
  readonly specifier: string | null;
}

/** Calls back for every form: import, import type, export from, import(), import("x").T, require. */
export function visitImports(found: (one: Import) => void): Deno.lint.LintVisitor {
  const literal = (node: Deno.lint.Node, source: unknown) =>
    found({ node, specifier: textOf(source) });
  return {
    ImportDeclaration: (node) => literal(node, node.source),
    ExportAllDeclaration: (node) => literal(node, node.source),
    ExportNamedDeclaration: (node) => {
      if (node.source !== null) literal(node, node.source);
    },
    ImportExpression: (node) => literal(node, node.source),
    TSImportType: (node) => {
      if (node.argument.type === "TSLiteralType") literal(node, node.argument.literal);
    },
    TSExternalModuleReference: (node) => literal(node, node.expression),
  };
}

/** The text of a string literal, `null` for anything else, a template included. */
export function textOf(node: unknown): string | null {
  const literal = node as { readonly type?: string; readonly value?: unknown };
  return literal.type === "Literal" && typeof literal.value === "string" ? literal.value : null;
}
