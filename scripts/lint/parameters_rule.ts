import { isGoverned, projectPath } from "./paths.ts";
import { parentOf } from "./scopes.ts";

const MOST = 3;

/** All that has a list of parameters; a constructor is a function expression within its method. */
type WithParameters =
  | Deno.lint.FunctionDeclaration
  | Deno.lint.FunctionExpression
  | Deno.lint.ArrowFunctionExpression
  | Deno.lint.TSDeclareFunction
  | Deno.lint.TSEmptyBodyFunctionExpression
  | Deno.lint.TSMethodSignature
  | Deno.lint.TSCallSignatureDeclaration
  | Deno.lint.TSFunctionType;

/**
 * `cloacina/parameters`: a function takes at most three parameters, so that a call reads without looking them up.
 * Constructors are left out, and functions written as an argument: whom they are given to decides what they take, and
 * the type of that parameter is checked where it is ours.
 */
export function parametersRule(): Deno.lint.Rule {
  return {
    create(context) {
      const path = projectPath(context.filename);
      if (path === null || !isGoverned(path) && !path.startsWith("scripts/")) return {};
      const check = (node: WithParameters) => {
        const count = node.params.filter((parameter) => !isThis(parameter)).length;
        if (count <= MOST || isConstructor(node) || isArgument(node)) return;
        const message =
          `Cannot take ${count} parameters: at most ${MOST}, group what belongs together in a type`;
        context.report({ node, message });
      };
      return {
        FunctionDeclaration: check,
        FunctionExpression: check,
        ArrowFunctionExpression: check,
        TSDeclareFunction: check,
        TSEmptyBodyFunctionExpression: check,
        TSMethodSignature: check,
        TSCallSignatureDeclaration: check,
        TSFunctionType: check,
      };
    },
  };
}

/** The type of `this`, which no call passes. */
function isThis(parameter: Deno.lint.Parameter): boolean {
  return parameter.type === "Identifier" && parameter.name === "this";
}

function isConstructor(node: WithParameters): boolean {
  const parent = parentOf(node);
  return parent?.type === "MethodDefinition" && parent.kind === "constructor";
}

function isArgument(node: WithParameters): boolean {
  const parent = parentOf(node);
  const isCall = parent?.type === "CallExpression" || parent?.type === "NewExpression";
  return isCall && (parent.arguments as readonly Deno.lint.Node[]).includes(node);
}
