// A plugin of `deno lint` that finds no fault: it reports what each file says of errors and their hints (`HintFacts`), as
// JSON, since the runtime parses TypeScript for plugins only.
import { dirname, resolve } from "node:path";
import { ERROR_OUTCOMES } from "../../src/errors.ts";
import type { Argument, HintFacts, Parameter, Term } from "./hint_facts.ts";

type Node = Deno.lint.Node;
type Expression = Node | null | undefined;
type Declared = Deno.lint.FunctionDeclaration["params"][number] | Node;
type Inner = Exclude<Node, Deno.lint.Program | Deno.lint.LineComment | Deno.lint.BlockComment>;

const plugin: Deno.lint.Plugin = { name: "docs", rules: { hints: { create: collect } } };
export default plugin;

function collect(context: Deno.lint.RuleContext): Deno.lint.LintVisitor {
  const facts: HintFacts = {
    ...{ file: context.filename, imports: {}, values: {}, parameters: {}, results: {} },
    ...{ errors: [], calls: [] },
  };
  const result = (node: Node, expression: Expression) => {
    const [name] = scopeOf(node);
    if (name !== undefined) (facts.results[name] ??= []).push(...termsOf(expression));
  };
  const made = (node: Deno.lint.NewExpression | Deno.lint.CallExpression) => {
    const [code, , details] = node.arguments;
    const hints = propertyOf(details, "hint");
    facts.errors.push({ codes: termsOf(code), hints, scope: scopeOf(node) });
  };
  // What `with` changes of an error whose code is not known here.
  const changed = ({ object, property }: Deno.lint.MemberExpression, changes: Expression) => {
    if (property.type !== "Identifier" || property.name !== "with") return;
    const [codes, hints] = [propertyOf(object, "code"), propertyOf(changes, "hint")];
    if (hints.length > 0) facts.errors.push({ codes, hints, scope: scopeOf(object) });
  };
  return {
    ImportDeclaration(node) {
      const path = resolve(dirname(context.filename), node.source.value);
      for (const { local } of node.specifiers) facts.imports[local.name] = path;
    },
    VariableDeclarator(node) {
      if (node.init === null) return;
      const text = context.sourceCode.getText(node.id);
      for (const [name, terms] of declaredBy({ id: node.id, text }, node.init)) {
        (facts.values[name] ??= []).push(...terms);
      }
    },
    FunctionDeclaration(node) {
      if (node.id !== null) facts.parameters[node.id.name] = node.params.map(parameterOf);
    },
    ArrowFunctionExpression(node) {
      const name = nameOf(node);
      if (name !== null) facts.parameters[name] = node.params.map(parameterOf);
      if (name !== null && node.body.type !== "BlockStatement") {
        (facts.results[name] ??= []).push(...termsOf(node.body));
      }
    },
    ReturnStatement: (node) => result(node, node.argument),
    CallExpression(node) {
      if (node.callee.type === "Super" && isCode(node.arguments[0])) made(node);
      if (node.callee.type === "MemberExpression") changed(node.callee, node.arguments[0]);
      if (node.callee.type !== "Identifier") return;
      const args = node.arguments.map(argumentOf);
      facts.calls.push({ callee: node.callee.name, args, scope: scopeOf(node) });
    },
    NewExpression(node) {
      if (node.callee.type === "Identifier" && node.callee.name === "CloacinaError") made(node);
    },
    // Tables of errors: rows with a code and a hint or several, as objects or as `[code, state, hint]`.
    ObjectExpression(node) {
      const [codes, hints] = [propertyOf(node, "code"), hintsIn(node)];
      if (codes.length > 0) facts.errors.push({ codes, hints, scope: scopeOf(node) });
    },
    ArrayExpression(node) {
      const [code, state, hint] = node.elements;
      if (!isCode(code) || isCode(state) || isCode(hint)) return;
      facts.errors.push({ codes: termsOf(code), hints: termsOf(hint), scope: scopeOf(node) });
    },
    // A table of hints by code.
    "VariableDeclarator[id.name='HINTS'] Property"(node: Deno.lint.Property) {
      if (node.key.type !== "Identifier") return;
      const hints = termsOf(node.value as Node);
      facts.errors.push({ codes: [[node.key.name]], hints, scope: scopeOf(node) });
    },
    "Program:exit"(node) {
      context.report({ node, message: JSON.stringify(facts) });
    },
  };
}

/** The names of the functions around a node, the innermost first. */
function scopeOf(node: Node): readonly string[] {
  const names: string[] = [];
  for (let at = node; at.type !== "Program"; at = (at as Inner).parent as Node) {
    const name = nameOf(at);
    if (name !== null) names.push(name);
  }
  return names;
}

function nameOf(node: Node): string | null {
  if (node.type === "FunctionDeclaration") return node.id?.name ?? null;
  if (node.type !== "ArrowFunctionExpression" || node.parent.type !== "VariableDeclarator") {
    return null;
  }
  return node.parent.id.type === "Identifier" ? node.parent.id.name : null;
}

function parameterOf(node: Declared): Parameter {
  if (node.type === "AssignmentPattern") {
    return { ...parameterOf(node.left), default: argumentOf(node.right) };
  }
  if (node.type === "Identifier") return { name: node.name };
  if (node.type !== "ObjectPattern") return { names: [] };
  return {
    names: node.properties.flatMap((property) =>
      property.type === "Property" && property.key.type === "Identifier" ? [property.key.name] : []
    ),
  };
}

function argumentOf(node: Node): Argument {
  if (node.type !== "ObjectExpression") return { terms: termsOf(node), props: {} };
  const names = node.properties.flatMap((property) =>
    property.type === "Property" && property.key.type === "Identifier" ? [property.key.name] : []
  );
  const props = names.map((name) => [name, propertyOf(node, name)] as const);
  return { terms: [], props: Object.fromEntries(props) };
}

/** What a property of an expression may be. */
function propertyOf(node: Expression, name: string): readonly Term[] {
  if (node?.type === "Identifier") return [[{ name: node.name, prop: name }]];
  if (node?.type !== "ObjectExpression") return [];
  return node.properties.flatMap((property) => {
    if (property.type === "SpreadElement") return propertyOf(property.argument, name);
    const isIt = property.key.type === "Identifier" && property.key.name === name;
    return isIt ? termsOf(property.value as Node) : [];
  });
}

/** The hints of a row of a table of errors: one, or several by their names. */
function hintsIn(row: Deno.lint.ObjectExpression): readonly Term[] {
  const several = row.properties.flatMap((property) =>
    property.type === "Property" && property.key.type === "Identifier" &&
      property.key.name === "hints"
      ? valuesOf(property.value as Node)
      : []
  );
  return [...propertyOf(row, "hint"), ...several];
}

/** What a name stands for: also every value of an object or an array. */
function valuesOf(node: Node): readonly Term[] {
  if (node.type === "TSAsExpression" || node.type === "TSSatisfiesExpression") {
    return valuesOf(node.expression);
  }
  if (node.type === "ObjectExpression") {
    return node.properties.flatMap((property) =>
      property.type === "Property" ? valuesOf(property.value as Node) : []
    );
  }
  return termsOf(node);
}

/** The names that a declaration gives, and what they stand for; `rows.2` is the third element of each row of a table. */
function declaredBy(
  { id, text }: { readonly id: Node; readonly text: string },
  init: Node,
): readonly (readonly [string, readonly Term[]])[] {
  if (id.type === "ArrayPattern") {
    // From the text, since the parsed pattern has no elements if one is left out.
    const names = text.replace(/^\[|\].*/gs, "").split(",").map((name) => name.trim());
    // A row with its code is reported where it is written, with the hint that belongs to it.
    if (names[0] === "code") return [];
    return names.map((name, index) => [name, elementOf(init, index)] as const);
  }
  if (id.type !== "Identifier") return [];
  const columns = ROW_INDICES.map((index) =>
    [`${id.name}.${index}`, columnOf(init, index)] as const
  );
  return [[id.name, valuesOf(init)], ...columns];
}

/** The places in a row of a table of errors. */
const ROW_INDICES = [0, 1, 2] as const;

/** What an element of an array may be that is written there, or is a row of a table. */
function elementOf(node: Expression, index: number): readonly Term[] {
  switch (node?.type) {
    case "ArrayExpression":
      return termsOf(node.elements[index]);
    case "LogicalExpression":
      return [...elementOf(node.left, index), ...elementOf(node.right, index)];
    case "TSNonNullExpression":
    case "TSAsExpression":
      return elementOf(node.expression, index);
    case "Identifier":
      return [[{ name: `${node.name}.${index}` }]];
    case "CallExpression":
    case "MemberExpression":
      return columnOf(node, index);
    default:
      return [];
  }
}

/** What the rows of a table have in one place; of a row that is taken out of a table, with `find` or by a key, too. */
function columnOf(node: Expression, index: number): readonly Term[] {
  switch (node?.type) {
    case "ArrayExpression":
      return node.elements.flatMap((row) =>
        row?.type === "ArrayExpression" ? elementOf(row, index) : []
      );
    case "ObjectExpression":
      return node.properties.flatMap((property) =>
        property.type === "Property" && property.value.type === "ArrayExpression"
          ? elementOf(property.value, index)
          : []
      );
    case "CallExpression":
      return node.callee.type === "MemberExpression" ? columnOf(node.callee, index) : [];
    case "MemberExpression":
      return node.object.type === "Identifier" ? [[{ name: `${node.object.name}.${index}` }]] : [];
    case "ConditionalExpression":
      return [...columnOf(node.consequent, index), ...columnOf(node.alternate, index)];
    default:
      return [];
  }
}

/** Whether an expression is the code of an error. A row begins with one; an array of several is a list of codes. */
function isCode(node: Expression): boolean {
  return node?.type === "Literal" && typeof node.value === "string" &&
    Object.hasOwn(ERROR_OUTCOMES, node.value);
}

/** What an expression may be, as far as it is text. */
function termsOf(node: Expression): readonly Term[] {
  switch (node?.type) {
    case "Literal":
      return typeof node.value === "string" ? [[node.value]] : [];
    case "TemplateLiteral":
      return [node.quasis.flatMap(({ cooked }, index) => [
        cooked,
        ...pieceOf(node.expressions[index]),
      ])];
    case "BinaryExpression":
      return termsOf(node.left).flatMap((left) =>
        termsOf(node.right).map((right) => [...left, ...right])
      );
    case "ConditionalExpression":
      return [...termsOf(node.consequent), ...termsOf(node.alternate)];
    case "LogicalExpression":
      return [...termsOf(node.left), ...termsOf(node.right)];
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
      return termsOf(node.expression);
    case "Identifier":
      return node.name === "undefined" ? [] : [[{ name: node.name }]];
    case "MemberExpression":
      if (node.object.type !== "Identifier") return [];
      return node.computed || node.property.type !== "Identifier"
        ? [[{ name: node.object.name }]]
        : propertyOf(node.object, node.property.name);
    case "CallExpression":
      return node.callee.type === "Identifier" ? [[{ call: node.callee.name }]] : [];
    default:
      return [];
  }
}

/** A part of a template: text where it is one, else what stands for anything. */
function pieceOf(node: Expression): Term {
  if (node === undefined || node === null) return [];
  const [term, ...others] = termsOf(node);
  return term === undefined || others.length > 0 || term.length > 1 ? [{ name: "" }] : term;
}
