import { buildCommand, buildRouteMap } from "@stricli/core";
import { CloacinaError } from "../../errors.ts";
import type { CliContext } from "../context.ts";
import { parseBindAddress } from "../server/bind_address.ts";
import { argumentList, flag, JSON_FLAG, optionalText } from "../command_line/flags.ts";
import { examples } from "../command_line/help.ts";
import { REMOTE_FLAGS } from "../server/remote_flags.ts";
import { MASTER_KEY_FLAGS, STORE_FLAGS } from "../store/store_flags.ts";
import { auditRoutes } from "./audit/routes.ts";
import type { Shell } from "./completions.ts";
import { dbRoutes } from "./db/routes.ts";
import type { DoctorFlags } from "./doctor.ts";
import { keysRoutes } from "./keys/routes.ts";
import { masterKeyRoutes } from "./master_key/routes.ts";
import { orgsRoutes } from "./orgs/routes.ts";
import { packageRoutes } from "./package/routes.ts";
import type { ServeFlags } from "./serve.ts";
import { signaturesRoutes } from "./signatures/routes.ts";
import { tokensRoutes } from "./tokens/routes.ts";

const SHELLS = ["bash", "zsh", "fish", "powershell"] as const satisfies readonly Shell[];

const doctorCommand = buildCommand<DoctorFlags, readonly string[], CliContext>({
  loader: () => import("./doctor.ts"),
  parameters: {
    flags: { json: JSON_FLAG, ...STORE_FLAGS, ...REMOTE_FLAGS },
    positional: argumentList("FILE", "Key file whose permissions to check", 0),
  },
  docs: {
    brief: "Show versions, permissions, the store in use and the state of key files",
    fullDescription: examples(
      "Shows the version, the permissions of this process, the store or server that a command " +
        "would use and why, and whether other users can read the given key files.",
      "cloacina doctor",
      "cloacina doctor ./release.pem --json",
    ),
  },
});

const serveCommand = buildCommand<ServeFlags, [], CliContext>({
  loader: () => import("./serve.ts"),
  parameters: {
    flags: {
      bind: {
        ...optionalText(
          "IP:PORT",
          "Address to listen on; port 0 picks a free one (default: 127.0.0.1:8080)",
        ),
        parse: parseBindAddress,
      },
      tlsCert: optionalText("FILE", "Serve HTTPS with this certificate chain, in PEM"),
      tlsKey: optionalText("FILE", "Private key of the certificate, in PEM"),
      behindProxy: flag("Trust X-Forwarded-For from a reverse proxy that terminates TLS"),
      logFormat: {
        kind: "enum",
        values: ["text", "json"],
        brief: "Form of the log on standard error (default: text on a terminal, else json)",
        optional: true,
      },
      logLevel: {
        kind: "enum",
        values: ["debug", "info", "warning", "error"],
        brief: "Least important lines to log; debug has each health check (default: info)",
        optional: true,
      },
      ...MASTER_KEY_FLAGS,
    },
  },
  docs: {
    brief: "Serve the store over HTTP",
    fullDescription: examples(
      "Lets other machines sign, verify and manage keys with --api-url and a token from " +
        "`cloacina tokens create`. Private keys never leave the server. Ctrl-C or SIGTERM stop " +
        "it " +
        "once every accepted request is answered.",
      "cloacina serve",
      "cloacina serve --bind 0.0.0.0:8443 --tls-cert ./tls.pem --tls-key ./tls.key",
      "cloacina serve --bind 0.0.0.0:8080 --behind-proxy --master-key ./master.key",
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
    brief: "Print a shell completion script",
    fullDescription: examples(
      "Prints a script that completes commands, flags, names and IDs of keys in the store, and file " +
        "names in the shell.",
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
    tokens: tokensRoutes,
    serve: serveCommand,
    doctor: doctorCommand,
    completions: completionsCommand,
  },
  docs: { brief: "Sign and verify Cloacina workflow packages" },
});

function parseShell(text: string): Shell {
  const shell = SHELLS.find((name) => name === text);
  if (shell !== undefined) return shell;
  throw new CloacinaError("invalid_request", `takes one of ${SHELLS.join(", ")}`);
}
