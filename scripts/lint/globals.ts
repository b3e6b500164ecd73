import { textOf } from "./imports.ts";
import { type Binding, field, isHidden, parentOf, roleOf } from "./scopes.ts";

type Node = Deno.lint.Node;

/** How the end of a path is used; "unknown" is a member that the source does not spell out. */
export type Use = "type" | "call" | "new" | "instanceof" | "value" | "unknown";

/** One use of a global: `globalThis.Date.now()` has the path `["Date", "now"]`. */
export interface GlobalUse {
  readonly node: Node;
  readonly path: readonly string[];
  readonly use: Use;
}

/** Names of the global object itself. */
export const GLOBAL_OBJECTS: readonly string[] = ["globalThis", "self", "window", "global"];

/** Calls back for each use of the named globals that no binding of the file's own hides. */
export function visitGlobals(
  names: ReadonlySet<string>,
  found: (use: GlobalUse) => void,
): Deno.lint.LintVisitor {
  const bindings: Binding[] = [];
  const references: Deno.lint.Identifier[] = [];
  return {
    Identifier(node) {
      if (!names.has(node.name) && !GLOBAL_OBJECTS.includes(node.name)) return;
      const role = roleOf(node);
      if (role.kind === "reference") references.push(node);
      if (role.kind === "binding") bindings.push({ name: node.name, range: role.range });
    },
    // Only now is every binding known, also one that stands below its use.
    "Program:exit"() {
      references.filter((node) => !isHidden(node, bindings)).flatMap(usesOf).forEach(found);
    },
  };
}

/** The uses that start at a reference: one, or as many as a destructuring pattern names. */
function usesOf(reference: Deno.lint.Identifier): GlobalUse[] {
  const path = [reference.name];
  let node: Node = reference;
  for (let next = step(node); next !== null; next = step(node)) {
    node = next.node;
    if (next.name === null) return [use(node, path, "unknown")];
    if (next.name !== undefined) path.push(next.name);
  }
  const pattern = patternFor(node);
  return pattern === null ? [use(node, path, endOf(node))] : unpack(pattern, path);
}

/** One step outwards, with the member's name: none for a cast, `null` for one not spelled out. */
function step(node: Node): { node: Node; name?: string | null } | null {
  const parent = parentOf(node);
  switch (parent?.type) {
    case "MemberExpression":
      return parent.object === node ? { node: parent, name: memberName(parent) } : null;
    case "TSQualifiedName":
      return parent.left === node ? { node: parent, name: parent.right.name } : null;
    case "ChainExpression":
    case "TSAsExpression":
    case "TSNonNullExpression":
    case "TSSatisfiesExpression":
    case "TSTypeAssertion":
      return parent.expression === node ? { node: parent } : null;
    default:
      return null;
  }
}

function memberName(node: Deno.lint.MemberExpression | Deno.lint.Property): string | null {
  const key = node.type === "Property" ? node.key : node.property;
  if (!node.computed && key.type === "Identifier") return key.name;
  const [quasi, ...rest] = key.type === "TemplateLiteral" ? key.quasis : [];
  return quasi !== undefined && rest.length === 0 ? quasi.cooked : textOf(key);
}

/** The pattern that takes the node apart: `const { now } = Date`, `({ now } = Date) => …`. */
function patternFor(node: Node): Deno.lint.ObjectPattern | null {
  const parent = parentOf(node);
  const source = field(parent, "init") ?? field(parent, "right");
  const pattern = (field(parent, "id") ?? field(parent, "left")) as Node | null | undefined;
  return source === node && pattern?.type === "ObjectPattern" ? pattern : null;
}

function unpack(pattern: Deno.lint.ObjectPattern, path: readonly string[]): GlobalUse[] {
  return pattern.properties.flatMap((property) => {
    const name = property.type === "Property" ? memberName(property) : null;
    if (property.type !== "Property" || name === null) return [use(property, path, "unknown")];
    const value = property.value.type === "AssignmentPattern"
      ? property.value.left
      : property.value;
    const inner = [...path, name];
    return value.type === "ObjectPattern"
      ? unpack(value, inner)
      : [use(property.key, inner, "value")];
  });
}

function endOf(node: Node): Use {
  const parent = parentOf(node);
  switch (parent?.type) {
    case "TSClassImplements":
    case "TSInterfaceHeritage":
    case "TSTypeQuery":
    case "TSTypeReference":
      return "type";
    case "CallExpression":
      return parent.callee === node ? "call" : "value";
    case "NewExpression":
      return parent.callee === node ? "new" : "value";
    case "BinaryExpression":
      return parent.operator === "instanceof" && parent.right === node ? "instanceof" : "value";
    default:
      return "value";
  }
}

function use(node: Node, path: readonly string[], how: Use): GlobalUse {
  const start = path.findIndex((name) => !GLOBAL_OBJECTS.includes(name));
  return { node, path: start === -1 ? path.slice(-1) : path.slice(start), use: how };
}
