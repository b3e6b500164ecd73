type Node = Deno.lint.Node;
type Range = Deno.lint.Range;

/** A name that a file binds itself, and the range of the source where it hides a global. */
export interface Binding {
  readonly name: string;
  readonly range: Range;
}

/** What an identifier is: a name bound here, a reference to a value or type, or a mere word. */
export type Role =
  | { readonly kind: "binding"; readonly range: Range }
  | { readonly kind: "reference" }
  | { readonly kind: "word" };

const WORD: Role = { kind: "word" };

/** Fields that hold a word rather than a reference: `x.fetch`, `{ fetch: 1 }`, a label. */
const WORD_FIELDS = [
  "id",
  "imported",
  "exported",
  "local",
  "label",
  "name",
  "qualifier",
];

/** Fields that hold a word unless they stand in brackets. */
const KEY_FIELDS = ["key", "property"];

const PATTERNS: ReadonlySet<string> = new Set([
  "ArrayPattern",
  "ObjectPattern",
  "RestElement",
  "TSParameterProperty",
]);

/** Where a `let` ends; the body of a function is a block, and all else ends with the file. */
const BLOCKS: ReadonlySet<string> = new Set([
  "BlockStatement",
  "ForInStatement",
  "ForOfStatement",
  "ForStatement",
  "SwitchStatement",
  "TSModuleBlock",
]);

/** Where a `var` ends, unless it ends with the file. */
const FUNCTIONS: ReadonlySet<string> = new Set([
  "ArrowFunctionExpression",
  "FunctionDeclaration",
  "FunctionExpression",
  "StaticBlock",
  "TSModuleBlock",
]);

/** Looks from an identifier outwards; ambient (`declare`) and type-only names hide no value. */
export function roleOf(identifier: Deno.lint.Identifier): Role {
  const { declarer, leaf } = throughPattern(identifier);
  return bindingOf(declarer, leaf) ?? (isWord(identifier) ? WORD : { kind: "reference" });
}

/** Whether one of the bindings hides the global of that name at that place. */
export function isHidden(node: Deno.lint.Identifier, bindings: readonly Binding[]): boolean {
  return bindings.some(({ name, range }) =>
    name === node.name && range[0] <= node.range[0] && node.range[1] <= range[1]
  );
}

/** Reads a field whose presence depends on the node's type. */
export function field(node: Node | null, name: string): unknown {
  return node === null ? undefined : (node as unknown as Record<string, unknown>)[name];
}

/** The node around this one; the program has none. */
export function parentOf(node: Node): Node | null {
  return (field(node, "parent") ?? null) as Node | null;
}

/** From `c` in `{ a: [b, ...c] } = d` out to what declares or assigns the whole pattern. */
function throughPattern(identifier: Node): { declarer: Node | null; leaf: Node } {
  let leaf = identifier;
  let declarer = parentOf(leaf);
  while (declarer !== null && isPatternAround(declarer, leaf)) {
    leaf = declarer;
    declarer = parentOf(declarer);
  }
  return { declarer, leaf };
}

function isPatternAround(node: Node, inner: Node): boolean {
  if (node.type === "Property") {
    return node.value === inner && parentOf(node)?.type === "ObjectPattern";
  }
  return node.type === "AssignmentPattern" ? node.left === inner : PATTERNS.has(node.type);
}

function bindingOf(declarer: Node | null, leaf: Node): Role | null {
  if (declarer === null) return null;
  switch (declarer.type) {
    case "VariableDeclarator":
      return declarer.id === leaf ? variable(declarer) : null;
    case "CatchClause":
      return declarer.param === leaf ? inside(declarer) : null;
    case "ImportSpecifier":
    case "ImportDefaultSpecifier":
    case "ImportNamespaceSpecifier":
      return declarer.local === leaf ? imported(declarer) : null;
    default:
      return parameter(declarer, leaf) ?? named(declarer, leaf);
  }
}

function variable(declarator: Deno.lint.VariableDeclarator): Role {
  const declaration = declarator.parent;
  if (declaration.declare) return WORD;
  return inside(nearest(declaration, declaration.kind === "var" ? FUNCTIONS : BLOCKS));
}

function imported(specifier: Node): Role {
  const isType = [specifier, parentOf(specifier)].some((node) =>
    field(node, "importKind") === "type"
  );
  return isType ? WORD : inside(nearest(specifier, BLOCKS));
}

function parameter(declarer: Node, leaf: Node): Role | null {
  const parameters = field(declarer, "params") ?? field(declarer, "parameters");
  return Array.isArray(parameters) && parameters.includes(leaf) ? inside(declarer) : null;
}

function named(declarer: Node, leaf: Node): Role | null {
  if (field(declarer, "id") !== leaf || field(declarer, "declare") === true) return null;
  switch (declarer.type) {
    case "FunctionExpression":
    case "ClassExpression":
      return inside(declarer);
    case "FunctionDeclaration":
    case "ClassDeclaration":
    case "TSEnumDeclaration":
    case "TSModuleDeclaration":
    case "TSImportEqualsDeclaration": {
      const around = parentOf(declarer);
      return around === null ? null : inside(nearest(around, BLOCKS));
    }
    default:
      return null;
  }
}

function inside(node: Node): Role {
  return { kind: "binding", range: node.range };
}

function nearest(node: Node, types: ReadonlySet<string>): Node {
  const around = parentOf(node);
  return types.has(node.type) || around === null ? node : nearest(around, types);
}

function isWord(identifier: Node): boolean {
  const parent = parentOf(identifier);
  if (WORD_FIELDS.some((name) => field(parent, name) === identifier)) return true;
  if (parent?.type === "TSQualifiedName") return parent.right === identifier;
  if (field(parent, "computed") === true) return false;
  return KEY_FIELDS.some((name) => field(parent, name) === identifier);
}
