import { shownReference } from "../../domain/shown_text.ts";
import { databasePlace } from "../store_errors.ts";
import type { ClientCertificate } from "./client_certificate.ts";
import type { LoginSources } from "./login_sources.ts";
import type { Parameters } from "./parameters.ts";
import { parseUrl } from "./parse_url.ts";
import { type Endpoint, isThisMachine, readServers, type Server } from "./servers.ts";
import { readSettings, type Setting } from "./settings.ts";
import { type TlsPolicy, toTlsPolicy } from "./tls.ts";
import { badUrl } from "./url_error.ts";

/** The database of a URL, and the servers that may have it. */
export interface DatabaseTarget {
  /** In the order in which they are tried; at least one. */
  readonly servers: readonly ConnectionTarget[];
  readonly sessionKind: SessionKind;
  /** Set in every transaction, as no setting of a session survives a connection pooler. */
  readonly settings: readonly Setting[];
  /** Where the tables are; no statement runs under it. Null stands for the role's own. */
  readonly searchPath: string | null;
  /** The URL as shown to the user: without a password. */
  readonly label: string;
  /** What errors call it. */
  readonly place: string;
}

/** One server of it. */
export interface ConnectionTarget {
  /** The host name that the server's certificate must have. */
  readonly host: string;
  readonly endpoint: Endpoint;
  readonly database: string;
  readonly user: string;
  /** Null for none. */
  readonly password: string | null;
  readonly tls: TlsPolicy;
  readonly channelBinding: ChannelBinding;
  /** What proves to the server who we are; null for nothing but the password. */
  readonly clientCertificate: ClientCertificate | null;
  /** Whether TLS must be version 1.3; older ones than 1.2 are never spoken. */
  readonly needsTls13: boolean;
  /** Milliseconds until a connection must be established. */
  readonly connectLimit: number;
  readonly applicationName: string;
  /** What errors call it. */
  readonly place: string;
}

const CHANNEL_BINDINGS = ["disable", "prefer", "require"] as const;

/** Whether SCRAM is bound to the certificate of the server (`channel_binding`). */
type ChannelBinding = typeof CHANNEL_BINDINGS[number];

const SESSION_KINDS = [
  ...["any", "read-write", "read-only", "primary", "standby", "prefer-standby"] as const,
];

/** Which server is wanted (`target_session_attrs`). */
export type SessionKind = typeof SESSION_KINDS[number];

const TLS_VERSIONS = ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"] as const;

const DEFAULT_CONNECT_SECONDS = 10;
const MAX_CONNECT_SECONDS = 600;

const NO_SOURCES: LoginSources = { service: () => ({}), password: () => null };

/**
 * Reads a connection URI as libpq does (PostgreSQL, section 34.1.1.2). What the URL leaves open comes from the service
 * that it names, and a password from the sources. Throws `invalid_request`, which never repeats the URL, and what the
 * sources throw.
 */
export function toDatabaseTarget(text: string, sources = NO_SOURCES): DatabaseTarget {
  const ofUrl = parseUrl(text);
  const { service } = ofUrl;
  const parameters = service === undefined ? ofUrl : { ...sources.service(service), ...ofUrl };
  const { user } = parameters;
  if (user === undefined) throw badUrl("it has no user");
  const named = { ...parameters, user, dbname: parameters.dbname ?? user };
  const servers = readServers(parameters, badUrl);
  const label = labelOf(named, servers);
  return {
    servers: servers.map((server) => toConnectionTarget(named, server, sources)),
    sessionKind: oneOf(SESSION_KINDS, parameters, "target_session_attrs") ?? "any",
    ...readSettings(parameters.options, parameters.search_path),
    label,
    place: databasePlace(label),
  };
}

type Named = Parameters & { readonly user: string; readonly dbname: string };

function toConnectionTarget(
  parameters: Named,
  server: Server,
  sources: LoginSources,
): ConnectionTarget {
  const { user, dbname: database, sslmode, sslrootcert } = parameters;
  const { host, endpoint } = server;
  return {
    ...{ host, endpoint, database, user },
    password: parameters.password ?? sources.password({ ...server, user, database }, parameters),
    tls: toTlsPolicy(sslmode, sslrootcert, isThisMachine(endpoint)),
    channelBinding: oneOf(CHANNEL_BINDINGS, parameters, "channel_binding") ?? "prefer",
    clientCertificate: readClientCertificate(parameters),
    needsTls13: oneOf(TLS_VERSIONS, parameters, "ssl_min_protocol_version") === "TLSv1.3",
    connectLimit: readSeconds(parameters.connect_timeout) * 1000,
    applicationName: parameters.application_name ?? "cloacina",
    place: databasePlace(labelOf(parameters, [server])),
  };
}

function labelOf({ user, dbname }: Named, servers: readonly Server[]): string {
  const hosts = servers.map(({ host, port }) => `${host}:${port}`).join(",");
  return `postgres://${shownReference(user)}@${hosts}/${shownReference(dbname)}`;
}

function readClientCertificate({ sslcert, sslkey }: Parameters): ClientCertificate | null {
  if (sslcert === undefined && sslkey === undefined) return null;
  if (sslcert !== undefined && sslkey !== undefined) return { file: sslcert, keyFile: sslkey };
  throw badUrl("sslcert and sslkey go together", "name both files, in PEM");
}

/** The value, if there is one, which must be one of these. */
function oneOf<Value extends string>(
  values: readonly Value[],
  parameters: Parameters,
  name: keyof Parameters,
): Value | undefined {
  const given = parameters[name];
  const value = values.find((known) => known === given);
  if (given !== undefined && value === undefined) {
    throw badUrl(`its ${name} is none of ${values.join(", ")}`);
  }
  return value;
}

function readSeconds(text = String(DEFAULT_CONNECT_SECONDS)): number {
  const seconds = Number(text);
  if (/^\d+$/.test(text) && seconds >= 1 && seconds <= MAX_CONNECT_SECONDS) return seconds;
  throw badUrl(`its connect_timeout is not a number of seconds from 1 to ${MAX_CONNECT_SECONDS}`);
}
