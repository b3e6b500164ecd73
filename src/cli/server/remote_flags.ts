import { flag, optionalText } from "../command_line/flags.ts";

/** Which server a command works on, and how to connect to it. */
export interface RemoteFlags {
  readonly apiUrl?: string;
  readonly apiKey?: string;
  readonly profile?: string;
  readonly insecureHttp?: boolean;
  readonly caCert?: string;
  readonly retryFor?: string;
}

/** The flags of every command that can run remotely. */
export const REMOTE_FLAGS = {
  apiUrl: optionalText("URL", "Use the server at this URL (default: $CLOACINA_API_URL)"),
  apiKey: optionalText(
    "REF",
    "API token for the server: env:VAR or file:PATH (default: $CLOACINA_API_KEY)",
  ),
  profile: optionalText("NAME", "Use the server of this profile in config.toml"),
  insecureHttp: flag("Allow sending the token over plain HTTP to another machine"),
  caCert: optionalText(
    "FILE",
    "Also trust server certificates from this CA, in PEM (default: $CLOACINA_CA_CERT)",
  ),
  retryFor: optionalText("DUR", "Keep retrying for this long, such as 60s (default in CI: 60s)"),
} as const;

/** The server that a command works on, and what chose it. */
export interface ChosenServer {
  readonly url: string;
  readonly because: string;
  /** The `api_key` of its profile: the token, or `env:VAR` or `file:PATH`. It is sent to no other server. */
  readonly profileKey: string | undefined;
}
