import { buildCommand } from "@stricli/core";
import type { CliContext } from "../../context.ts";
import { flag, optionalText } from "../../command_line/flags.ts";
import { examples } from "../../command_line/help.ts";
import { parseBindAddress } from "../../server/bind_address.ts";
import { MASTER_KEY_FLAGS } from "../../store/store_flags.ts";
import type { ServeFlags } from "../serve.ts";

/** `cloacina serve` */
export const serveCommand = buildCommand<ServeFlags, [], CliContext>({
  loader: () => import("../serve.ts"),
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
      noConsole: flag("Serve no console at / and no verifier at /verify"),
      logFormat: {
        kind: "enum",
        values: ["text", "json"],
        brief: "Form of the log on standard error (default: text on a terminal, else json)",
        optional: true,
      },
      logLevel: {
        kind: "enum",
        values: ["debug", "info", "warning", "error"],
        brief: "Minimum level to log; debug includes health checks (default: info)",
        optional: true,
      },
      ...MASTER_KEY_FLAGS,
    },
  },
  docs: {
    brief: "Serve the store over HTTP",
    fullDescription: examples(
      "Lets other machines sign, verify and manage keys with --api-url and a token from " +
        "`cloacina tokens create`. Private keys never leave the server. Ctrl-C or SIGTERM stops " +
        "it once every accepted request is answered.",
      "cloacina serve",
      "cloacina serve --bind 0.0.0.0:8443 --tls-cert ./tls.pem --tls-key ./tls.key",
      "cloacina serve --bind 0.0.0.0:8080 --behind-proxy --master-key ./master.key",
    ),
  },
});
