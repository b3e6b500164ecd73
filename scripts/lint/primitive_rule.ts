import { type GlobalUse, visitGlobals } from "./globals.ts";
import { visitImports } from "./imports.ts";
import { isGoverned, projectPath } from "./paths.ts";
import { CRYPTO_MODULE, SIGNING_FILE } from "./rooms.ts";

const WEB_CRYPTO: ReadonlySet<string> = new Set(["crypto"]);
const SIGNING_MEMBERS = ["sign", "verify"];

/** Exports of `node:crypto` that sign, verify, or lead to what does. */
const SIGNING_EXPORTS = [
  "sign",
  "verify",
  "createSign",
  "createVerify",
  "Sign",
  "Verify",
  "subtle",
  "webcrypto",
  "default",
  "*",
];

type ImportClause = Deno.lint.ImportDeclaration["specifiers"][number];

/** `cloacina/primitive`: one file makes and checks signatures, so that one file is strict enough. */
export function primitiveRule(): Deno.lint.Rule {
  return {
    create(context) {
      const path = projectPath(context.filename);
      if (path === null || !isGoverned(path) || path === SIGNING_FILE) return {};
      const report = (node: Deno.lint.Node, what: string | null) => {
        if (what === null) return;
        const message = `Cannot use ${what} in ${path}: only ${SIGNING_FILE} signs and verifies`;
        context.report({ node, message });
      };
      return {
        ...visitGlobals(WEB_CRYPTO, (use) => report(use.node, signingUse(use))),
        ...visitImports(({ node, specifier }) => {
          if (specifier !== CRYPTO_MODULE) return;
          signingImports(node).forEach((what) => report(node, what));
        }),
      };
    },
  };
}

/** `crypto.subtle.sign` itself, or a hold on `crypto` or `subtle` that may become it unseen. */
function signingUse(use: GlobalUse): string | null {
  const [name, subtle, member] = use.path;
  if (name !== "crypto" || use.use === "type" || use.use === "instanceof") return null;
  const isHold = subtle === undefined || subtle === "subtle" && member === undefined;
  const isSigning = subtle === "subtle" && SIGNING_MEMBERS.includes(member ?? "");
  if (isHold) return `${use.path.join(".")} without naming its member`;
  return isSigning ? use.path.join(".") : null;
}

/** The exports of `node:crypto` that one import takes and may not. */
function signingImports(node: Deno.lint.Node): string[] {
  if (node.type === "TSImportType") return [];
  if (node.type === "ImportDeclaration" || node.type === "ExportNamedDeclaration") {
    const names = node.specifiers.map(exportName);
    return names.filter((name) => SIGNING_EXPORTS.includes(name)).map(ofModule);
  }
  return [ofModule("*")];
}

function exportName(node: ImportClause | Deno.lint.ExportSpecifier): string {
  if (node.type === "ImportDefaultSpecifier") return "default";
  if (node.type === "ImportNamespaceSpecifier") return "*";
  const name = node.type === "ImportSpecifier" ? node.imported : node.local;
  return name.type === "Identifier" ? name.name : name.value;
}

function ofModule(name: string): string {
  return `${name} of ${CRYPTO_MODULE}`;
}
