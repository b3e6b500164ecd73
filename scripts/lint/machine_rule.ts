import { type GlobalUse, visitGlobals } from "./globals.ts";
import { visitImports } from "./imports.ts";
import { MACHINE_GLOBALS, touchOf } from "./machine.ts";
import { isGoverned, listed, matches, projectPath } from "./paths.ts";
import { CRYPTO_MODULE, CRYPTO_PARTS, CRYPTO_ROOM } from "./rooms.ts";
import { MACHINE_ROOMS, PATH_MODULE, PATH_ROOM, PRINTING_FILE } from "./rooms.ts";
import { type ImportMap, resolve } from "./specifiers.ts";

const GLOBALS: ReadonlySet<string> = new Set([...MACHINE_GLOBALS, "console"]);
const WHO_MAY = `only ${listed(MACHINE_ROOMS)} may touch the machine`;

/** `cloacina/machine`: files, clock, random, network and the like only where rooms.ts says so. */
export function machineRule(imports: ImportMap): Deno.lint.Rule {
  return {
    create(context) {
      const path = projectPath(context.filename);
      if (path === null || !isGoverned(path)) return {};
      const report = (node: Deno.lint.Node, message: string | null) => {
        if (message !== null) context.report({ node, message });
      };
      return {
        ...visitGlobals(GLOBALS, (use) => report(use.node, refuseGlobal(use, path))),
        ...visitImports((one) => report(one.node, refuseModule(one.specifier, path, imports))),
      };
    },
  };
}

function refuseGlobal(use: GlobalUse, path: string): string | null {
  if (use.path[0] === "console") return refuseConsole(use, path);
  if (matches(path, MACHINE_ROOMS)) return null;
  const touch = touchOf(use, inCrypto(path) ? CRYPTO_PARTS : []);
  if (touch === null) return null;
  return `Cannot use ${touch.what} in ${path}: ${touch.instead}, ${whoMay(use, path)}`;
}

function refuseConsole(use: GlobalUse, path: string): string | null {
  if (use.use === "type" || !path.startsWith("src/")) return null;
  return `Cannot use console in ${path}: only ${PRINTING_FILE} prints, and through Deno.stdout`;
}

function whoMay(use: GlobalUse, path: string): string {
  if (use.path[0] !== "crypto") return WHO_MAY;
  const room = inCrypto(path) ? "crypto/ itself uses" : "only crypto/ may, and it";
  return `${room} just ${listed(CRYPTO_PARTS)} of Web Crypto, ${WHO_MAY}`;
}

function refuseModule(specifier: string | null, path: string, imports: ImportMap): string | null {
  const url = specifier === null ? null : moduleUrl(specifier, path, imports);
  if (!url?.startsWith("node:") || matches(path, MACHINE_ROOMS)) return null;
  if (inCrypto(path) && url === CRYPTO_MODULE) return null;
  if (matches(path, [PATH_ROOM]) && url === PATH_MODULE) return null;
  const room = inCrypto(path) ? `crypto/ may import just ${CRYPTO_MODULE}` : WHO_MAY;
  return `Cannot import ${url} from ${path}: ${room}`;
}

/** An alias in deno.json must not hide a `node:` module. */
function moduleUrl(specifier: string, path: string, imports: ImportMap): string | null {
  const target = resolve(specifier, path, imports);
  return target.kind === "module" ? target.url : null;
}

function inCrypto(path: string): boolean {
  return matches(path, [CRYPTO_ROOM]);
}
