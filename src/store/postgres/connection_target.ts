import { shownReference } from "../../domain/shown_text.ts";
import { isIPv4 } from "node:net";
import { CloacinaError } from "../../errors.ts";
import { databasePlace } from "../store_errors.ts";
import { readSettings, type Setting } from "./settings.ts";
import { type TlsPolicy, toTlsPolicy } from "./tls.ts";

/** The contents of a database URL. */
export interface ConnectionTarget {
  /** The host name that the server's certificate must have. */
  readonly host: string;
  readonly endpoint: Endpoint;
  readonly database: string;
  readonly user: string;
  /** Null where the URL has none. */
  readonly password: string | null;
  readonly tls: TlsPolicy;
  /** Milliseconds until a connection must be established. */
  readonly connectLimit: number;
  readonly applicationName: string;
  /** Set in every transaction, as no setting of a session survives a connection pooler. */
  readonly settings: readonly Setting[];
  /** Where the tables are; no statement runs under it. Null stands for the role's own. */
  readonly searchPath: string | null;
  /** The URL as shown to the user: without a password. */
  readonly label: string;
  /** What errors call it. */
  readonly place: string;
}

/** Where to connect to. */
export type Endpoint =
  | { readonly host: string; readonly port: number }
  /** A Unix socket. */
  | { readonly path: string };

const UNDERSTOOD = [
  "application_name",
  "connect_timeout",
  "dbname",
  "host",
  "hostaddr",
  "options",
  "password",
  "port",
  "search_path",
  "sslmode",
  "sslrootcert",
  "user",
] as const;

/** Parameters of libpq that change nothing here; `gssencmode` except for `require`. */
const WITHOUT_EFFECT: readonly string[] = [
  "client_encoding",
  "fallback_application_name",
  "gssencmode",
  "keepalives",
  "keepalives_count",
  "keepalives_idle",
  "keepalives_interval",
  "sslcompression",
  "sslsni",
  "tcp_user_timeout",
];

const DEFAULT_PORT = 5432;
const DEFAULT_CONNECT_SECONDS = 10;
const MAX_CONNECT_SECONDS = 600;

type Parameters = Readonly<Partial<Record<typeof UNDERSTOOD[number], string>>>;

/**
 * Reads a connection URI as libpq does (PostgreSQL, section 34.1.1.2), with one host. A parameter that is not
 * understood is refused: it might be a misspelt `sslmode`. Throws `invalid_request`, which never repeats the URL.
 */
export function toConnectionTarget(text: string): ConnectionTarget {
  const url = parse(text);
  const parameters = readParameters(url);
  const user = parameters.user ?? decode(url.username);
  if (user === "") throw invalid("it has no user");
  const database = parameters.dbname ?? (decode(url.pathname.slice(1)) || user);
  const host = parameters.host ?? (decode(url.hostname.replace(/^\[(.*)\]$/, "$1")) || "localhost");
  const port = readPort(parameters.port ?? url.port);
  const endpoint = endpointOf(host, port, parameters.hostaddr);
  const label = `postgres://${shownReference(user)}@${host}:${port}/${shownReference(database)}`;
  return {
    host,
    endpoint,
    database,
    user,
    password: parameters.password ?? (decode(url.password) || null),
    tls: toTlsPolicy(parameters.sslmode, parameters.sslrootcert, isThisMachine(endpoint)),
    connectLimit: readSeconds(parameters.connect_timeout) * 1000,
    applicationName: parameters.application_name ?? "cloacina",
    ...readSettings(parameters.options, parameters.search_path),
    label,
    place: databasePlace(label),
  };
}

/**
 * Whether what is sent there stays on this machine: a Unix socket, 127.0.0.0/8, ::1, or `localhost` (RFC 6761, section
 * 6.3). The address that is connected to decides, and no other name: a name server could answer anything.
 */
export function isThisMachine(endpoint: Endpoint): boolean {
  if ("path" in endpoint) return true;
  const { host } = endpoint;
  return /^localhost$/i.test(host) || host === "::1" || (isIPv4(host) && host.startsWith("127."));
}

function parse(text: string): URL {
  // A password with an unescaped /, ? or # would be taken for a host, and shown.
  if (/^[a-z]+:\/\/[^/?#]*[/?#].*@/i.test(text)) throw invalid("an @ comes after the host");
  // The host may be empty, as for a Unix socket, which URL.parse does not accept.
  const url = URL.parse(text.replace(/^([a-z]+:\/\/[^/?#]*@)(?=[:/?#]|$)/i, "$1localhost"));
  if (url === null) throw invalid("it is not a URL with one host");
  if (!/^postgres(ql)?:$/.test(url.protocol)) throw invalid("it does not begin with postgres://");
  if (url.hash !== "") throw invalid("it has a #");
  if (url.hostname.includes(",")) throw invalid("it has several hosts");
  return url;
}

function readParameters(url: URL): Parameters {
  const parameters: Record<string, string> = {};
  for (const [name, value] of url.searchParams) {
    if (name === "gssencmode" && value === "require") {
      throw invalid("gssencmode=require is not supported");
    }
    if (WITHOUT_EFFECT.includes(name)) continue;
    if (!UNDERSTOOD.some((known) => known === name)) throw unknownParameter(name);
    if (name in parameters) throw invalid(`it has ${name} twice`);
    if (value.includes("\0")) throw invalid(`its ${name} has a zero byte`);
    if (value === "") throw invalid(`its ${name} is empty`);
    parameters[name] = value;
  }
  return parameters;
}

function decode(part: string): string {
  const text = decodeOrNull(part);
  if (text === null) throw invalid("a % in it is not followed by two hexadecimal digits of UTF-8");
  if (text.includes("\0")) throw invalid("it has a zero byte");
  return text;
}

function decodeOrNull(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

function readPort(text: string): number {
  const port = text === "" ? DEFAULT_PORT : Number(text);
  if (/^\d*$/.test(text) && port >= 1 && port <= 65535) return port;
  throw invalid("its port is not a number from 1 to 65535");
}

function readSeconds(text = String(DEFAULT_CONNECT_SECONDS)): number {
  const seconds = Number(text);
  if (/^\d+$/.test(text) && seconds >= 1 && seconds <= MAX_CONNECT_SECONDS) return seconds;
  throw invalid(`its connect_timeout is not a number of seconds from 1 to ${MAX_CONNECT_SECONDS}`);
}

function endpointOf(host: string, port: number, address: string | undefined): Endpoint {
  if (address !== undefined) return { host: address, port };
  return host.startsWith("/") ? { path: `${host}/.s.PGSQL.${port}` } : { host, port };
}

function unknownParameter(name: string): CloacinaError {
  const shown = /^[a-z_]{1,40}$/.test(name) ? `its parameter ${name}` : "one of its parameters";
  return invalid(`${shown} is not understood`, `the parameters are ${UNDERSTOOD.join(", ")}`);
}

function invalid(state: string, hint?: string): CloacinaError {
  return new CloacinaError("invalid_request", `Cannot read the database URL: ${state}`, {
    hint: hint ??
      "it is of the form postgres://user:password@host:5432/database; in a part, @ is written as %40, / %2F, ? %3F, # %23",
  });
}
