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
    positional: argumentList("FILE", "A key file whose permissions to look at", 0),
  },
  docs: {
    brief: "Show versions, permissions, the store in force and the state of key files",
    fullDescription: examples(
      "Shows what this program is, what it may do, which store or server it would use and why, and whether others can " +
        "read the keys it is pointed at.",
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
          "Where to listen (default: 127.0.0.1:8080); port 0 takes a free one",
        ),
        parse: parseBindAddress,
      },
      tlsCert: optionalText("FILE", "Serve https: the chain of certificates, in PEM"),
      tlsKey: optionalText("FILE", "The private key of the certificate, in PEM"),
      behindProxy: flag("A proxy of yours stands before it: it has TLS, and says who calls"),
      ...MASTER_KEY_FLAGS,
    },
  },
  docs: {
    brief: "Serve the store to others, over HTTP",
    fullDescription: examples(
      "Lets whoever has a token of `cloacina tokens create` sign with keys that they never see, and work with keys, trust " +
        "and signatures from elsewhere, by --api-url. Ctrl-C or SIGTERM end it once every request is answered.",
      "cloacina serve",
      "cloacina serve --bind 0.0.0.0:8443 --tls-cert ./server.pem --tls-key ./server.key",
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
    tokens: tokensRoutes,
    serve: serveCommand,
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
