import { buildCommand, buildRouteMap } from "@stricli/core";
import { CloacinaError } from "../../errors.ts";
import type { CliContext } from "../context.ts";
import { argumentList, JSON_FLAG } from "../flags.ts";
import { examples } from "../help.ts";
import { STORE_FLAGS } from "../store_flags.ts";
import { auditRoutes } from "./audit/routes.ts";
import type { Shell } from "./completions.ts";
import { dbRoutes } from "./db/routes.ts";
import type { DoctorFlags } from "./doctor.ts";
import { keysRoutes } from "./keys/routes.ts";
import { masterKeyRoutes } from "./master_key/routes.ts";
import { orgsRoutes } from "./orgs/routes.ts";
import { packageRoutes } from "./package/routes.ts";
import { signaturesRoutes } from "./signatures/routes.ts";

const SHELLS = ["bash", "zsh", "fish", "powershell"] as const satisfies readonly Shell[];

const doctorCommand = buildCommand<DoctorFlags, readonly string[], CliContext>({
  loader: () => import("./doctor.ts"),
  parameters: {
    flags: { json: JSON_FLAG, ...STORE_FLAGS },
    positional: argumentList("FILE", "A key file whose permissions to look at", 0),
  },
  docs: {
    brief: "Show versions, permissions, the store in force and the state of key files",
    fullDescription: examples(
      "Shows what this program is, what it may do, which store it would use and why, and whether others can read the " +
        "keys it is pointed at.",
      "cloacina doctor",
      "cloacina doctor ./release.pem --json",
    ),
  },
});

const completionsCommand = buildCommand<NonNullable<unknown>, [Shell], CliContext>({
  loader: () => import("./completions.ts"),
  parameters: {
    positional: {
      kind: "tuple",
      parameters: [{
        parse: parseShell,
        placeholder: "SHELL",
        brief: SHELLS.join(", "),
        proposeCompletions: () => SHELLS,
      }],
    },
  },
  docs: {
    brief: "Print the completion script of a shell",
    fullDescription: examples(
      "Prints a script that lets the shell complete commands, flags and files.",
      'eval "$(cloacina completions bash)"',
      "cloacina completions fish > ~/.config/fish/completions/cloacina.fish",
    ),
  },
});

/** The whole command tree. Every command's own code is loaded when it runs, and only then. */
export const rootRoutes = buildRouteMap({
  routes: {
    keys: keysRoutes,
    package: packageRoutes,
    signatures: signaturesRoutes,
    orgs: orgsRoutes,
    db: dbRoutes,
    masterKey: masterKeyRoutes,
    audit: auditRoutes,
    doctor: doctorCommand,
    completions: completionsCommand,
  },
  docs: { brief: "Signs Cloacina workflow packages, and verifies who signed them" },
});

function parseShell(text: string): Shell {
  const shell = SHELLS.find((name) => name === text);
  if (shell !== undefined) return shell;
  throw new CloacinaError("invalid_request", `takes one of ${SHELLS.join(", ")}`);
}
