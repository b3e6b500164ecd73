import { flag, optionalText } from "../command_line/flags.ts";

/** Which server a command works on, and how it is spoken to. */
export interface RemoteFlags {
  readonly apiUrl?: string;
  readonly apiKey?: string;
  readonly profile?: string;
  readonly insecureHttp?: boolean;
  readonly caCert?: string;
}

/** The flags of every command that a server can do. */
export const REMOTE_FLAGS = {
  apiUrl: optionalText("URL", "Work through the server there (else CLOACINA_API_URL)"),
  apiKey: optionalText(
    "REF",
    "The server's API token: env:VAR or file:PATH (else CLOACINA_API_KEY)",
  ),
  profile: optionalText("NAME", "Work through the server of this profile of config.toml"),
  insecureHttp: flag("Let the token go over plain http to another machine"),
  caCert: optionalText(
    "FILE",
    "Also trust the server certificates of this authority, in PEM (else CLOACINA_CA_CERT)",
  ),
} as const;
