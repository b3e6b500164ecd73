import type { Refuse } from "./url_error.ts";

/** The parameters of libpq that count here (PostgreSQL, section 34.1.2), and `search_path`. */
const UNDERSTOOD = [
  "application_name",
  "channel_binding",
  "connect_timeout",
  "dbname",
  "host",
  "hostaddr",
  "options",
  "passfile",
  "password",
  "port",
  "search_path",
  "service",
  "ssl_min_protocol_version",
  "sslcert",
  "sslkey",
  "sslmode",
  "sslrootcert",
  "target_session_attrs",
  "user",
] as const;

/** Parameters that change nothing here, with the values for which that is so; null for any. */
const WITHOUT_EFFECT: Readonly<Record<string, readonly string[] | null>> = {
  client_encoding: null,
  fallback_application_name: null,
  gssdelegation: ["0"],
  gssencmode: ["disable", "prefer"],
  gsslib: null,
  keepalives: null,
  keepalives_count: null,
  keepalives_idle: null,
  keepalives_interval: null,
  krbsrvname: null,
  load_balance_hosts: ["disable"],
  ssl_max_protocol_version: ["TLSv1.3"],
  sslcertmode: ["allow"],
  sslcompression: null,
  sslnegotiation: ["postgres"],
  sslsni: null,
  tcp_user_timeout: null,
};

type Name = typeof UNDERSTOOD[number];

/** What a URL, or a service, says of a connection. */
export type Parameters = Readonly<Partial<Record<Name, string>>>;

/**
 * Admits what is understood, each once, and none that is empty: a parameter that is not understood might be a misspelt
 * `sslmode`. `ssl=true`, as Java has it, is `sslmode=require` or what is stricter.
 */
export function readParameters(
  pairs: readonly (readonly [name: string, value: string])[],
  refuse: Refuse,
): Parameters {
  const seen = new Set<string>();
  const parameters: Partial<Record<Name, string>> = {};
  for (const [name, value] of pairs) {
    if (!isKnown(name)) throw unknown(name, refuse);
    if (seen.has(name)) throw refuse(`it has ${name} twice`);
    seen.add(name);
    if (value.includes("\0")) throw refuse(`its ${name} has a zero byte`);
    if (value === "") throw refuse(`its ${name} is empty`);
    if (isUnderstood(name)) parameters[name] = value;
    else if (name !== "ssl") requireWithoutEffect(name, value, refuse);
    else if (value !== "true") throw refuse("its ssl is not true", SSLMODE);
  }
  return seen.has("ssl") ? withTls(parameters, refuse) : parameters;
}

const SSLMODE = "sslmode says whether TLS is used: sslmode=require, or sslmode=disable for none";

function isUnderstood(name: string): name is Name {
  return UNDERSTOOD.some((known) => known === name);
}

function isKnown(name: string): boolean {
  return name === "ssl" || isUnderstood(name) || Object.hasOwn(WITHOUT_EFFECT, name);
}

function requireWithoutEffect(name: string, value: string, refuse: Refuse): void {
  const values = WITHOUT_EFFECT[name] ?? null;
  if (values === null || values.includes(value)) return;
  throw refuse(`its ${name} is not supported`, `only ${name}=${values.join(` and ${name}=`)} is`);
}

function withTls(parameters: Parameters, refuse: Refuse): Parameters {
  const { sslmode = "require" } = parameters;
  if (["require", "verify-ca", "verify-full"].includes(sslmode)) return { ...parameters, sslmode };
  throw refuse("its ssl and its sslmode contradict each other", SSLMODE);
}

/** A name of letters is no secret. */
function unknown(name: string, refuse: Refuse): Error {
  const shown = /^[A-Za-z_]{1,40}$/.test(name) ? `its parameter ${name}` : "one of its parameters";
  return refuse(`${shown} is not understood`, `the parameters are ${UNDERSTOOD.join(", ")}`);
}
