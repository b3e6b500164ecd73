import { buildRouteMap } from "@stricli/core";
import type { CliContext } from "../context.ts";

/** The nouns and the commands without one, in the order of the help. */
const ROUTES = {
  keys: async () => (await import("./keys/routes.ts")).keysRoutes,
  package: async () => (await import("./package/routes.ts")).packageRoutes,
  signatures: async () => (await import("./signatures/routes.ts")).signaturesRoutes,
  orgs: async () => (await import("./orgs/routes.ts")).orgsRoutes,
  db: async () => (await import("./db/routes.ts")).dbRoutes,
  masterKey: async () => (await import("./master_key/routes.ts")).masterKeyRoutes,
  audit: async () => (await import("./audit/routes.ts")).auditRoutes,
  tokens: async () => (await import("./tokens/routes.ts")).tokensRoutes,
  serve: async () => (await import("./serve/route.ts")).serveCommand,
  doctor: async () => (await import("./doctor/route.ts")).doctorCommand,
  completions: async () => (await import("./completions/route.ts")).completionsCommand,
  man: async () => (await import("./man/route.ts")).manCommand,
} as const;

/**
 * The command tree. Of a command line that begins with a noun it has that one alone, because building the others would
 * take longer than most commands; else it is whole. Every command's own code is loaded when it runs, and only then.
 */
export async function loadRoutes([first = ""]: readonly string[] = []) {
  const noun = first.replace(/-[a-z]/g, ([, letter]) => letter!.toUpperCase());
  const names = Object.hasOwn(ROUTES, noun) ? [noun] : Object.keys(ROUTES);
  const routes = names.map(async (name) => [name, await ROUTES[name as keyof typeof ROUTES]()]);
  return buildRouteMap<string, CliContext>({
    routes: Object.fromEntries(await Promise.all(routes)),
    docs: { brief: "Sign and verify Cloacina workflow packages" },
  });
}
