/** A database URL with what stands around it, and how this program may differ from psql there. */
export interface UrlRow {
  /**
   * `{A}` is a server with TLS, `{B}` one without, `{S}` a standby of `{A}`, `{P}` PgBouncer before it, `{O}` an old one, without TLS 1.3, `{X}` a
   * port where nobody listens, each as host and port; `{a}` is the port of `{A}`, and so on. `{F}` is the folder of the
   * files, `{U}` that of the socket of `{A}`, `{E}` the same with its slashes encoded, and `{W}`
   * the password of `postgres`.
   */
  readonly url: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Only this program refuses it, only psql does, or only this program encrypts; and why. */
  readonly differs?: readonly ["refused here" | "refused by psql" | "encrypted here", why: string];
}

const OP = "postgres://op:secret@";

/** Only the URL, with everything as in psql. */
const same = (...urls: readonly string[]): readonly UrlRow[] => urls.map((url) => ({ url }));

const PARTS = same(
  `${OP}{A}/keys`,
  "postgresql://op:secret@{A}/keys",
  `${OP}{A}`,
  `${OP}{A}/`,
  `${OP}{A}/none`,
  `${OP}{A}/my%20db`,
  `${OP}{A}/my+db`,
  `${OP}{A}/keys?dbname=my%20db`,
  `${OP}{A}/keys#fragment`,
  "postgres://op:wrong@{A}/keys",
  "postgres://op@{A}/keys",
  "postgres://op:@{A}/keys",
  "postgres://plus:a+b@{A}/keys",
  "postgres://plus:a%2Bb@{A}/keys",
  "postgres://plus:a%20b@{A}/keys",
  "postgres://{A}/keys?user=plus&password=a+b",
  "postgres://{A}/keys?user=op&password=secret",
  "postgres://{A}/keys?user=op&password=se%63ret",
  "postgres://no:no@{A}/keys?user=op&password=secret",
  "postgres://o%70:secret@{A}/keys",
  "postgres://op:secret%@{A}/keys",
  "postgres://op:secret%zz@{A}/keys",
  "postgres://op:secret%00@{A}/keys",
  "postgres://{A}/keys",
  `${OP}localhost:{a}/keys`,
  `${OP}127.0.0.1:99999/keys`,
  `${OP}127.0.0.1:port/keys`,
  `${OP}{X}/keys`,
  `${OP}[::1]:{a}/keys`,
  `${OP}nowhere.invalid:{a}/keys`,
  `${OP}db.example:{a}/keys?hostaddr=127.0.0.1`,
  `${OP}/keys?host=127.0.0.1&port={a}`,
  `${OP}/keys?host={U}&port={a}`,
  `${OP}{E}:{a}/keys`,
  "mysql://op:secret@{A}/keys",
);

const TLS = same(
  ...["A", "B"].flatMap((server) =>
    ["disable", "prefer", "require", "verify-ca", "verify-full", "none"]
      .map((mode) => `${OP}{${server}}/keys?sslmode=${mode}`)
  ),
  `${OP}{A}/keys?sslmode=require&sslrootcert={F}/ca.pem`,
  `${OP}{A}/keys?sslmode=verify-ca&sslrootcert={F}/ca.pem`,
  `${OP}{A}/keys?sslmode=verify-full&sslrootcert={F}/ca.pem`,
  `${OP}{A}/keys?sslmode=require&sslrootcert={F}/stranger.pem`,
  `${OP}{A}/keys?sslmode=verify-ca&sslrootcert={F}/stranger.pem`,
  `${OP}{A}/keys?sslmode=verify-full&sslrootcert={F}/stranger.pem`,
  `${OP}{A}/keys?sslmode=verify-ca&sslrootcert={F}/none.pem`,
  `${OP}localhost:{a}/keys?sslmode=verify-full&sslrootcert={F}/ca.pem`,
  `${OP}localhost:{a}/keys?sslmode=verify-ca&sslrootcert={F}/ca.pem`,
  `${OP}db.example:{a}/keys?hostaddr=127.0.0.1&sslmode=verify-full&sslrootcert={F}/ca.pem`,
  `${OP}{A}/keys?ssl=true`,
  `${OP}{B}/keys?ssl=true`,
  `${OP}{A}/keys?ssl=false`,
  `${OP}{A}/keys?ssl=true&sslmode=verify-full&sslrootcert={F}/ca.pem`,
  `${OP}{A}/keys?ssl=true&sslmode=verify-full&sslrootcert={F}/stranger.pem`,
  `${OP}{A}/keys?ssl_min_protocol_version=TLSv1.2&sslmode=require`,
  `${OP}{A}/keys?ssl_min_protocol_version=TLSv1.3&sslmode=require`,
  `${OP}{O}/keys?ssl_min_protocol_version=TLSv1.2&sslmode=require`,
  `${OP}{O}/keys?ssl_min_protocol_version=TLSv1.3&sslmode=require`,
  `${OP}{A}/keys?ssl_min_protocol_version=SSLv3`,
  `${OP}{A}/keys?ssl_max_protocol_version=TLSv1.3`,
  "postgres://server@{A}/keys?sslmode=require&sslcert={F}/op.pem&sslkey={F}/op.key",
  "postgres://server@{A}/keys?sslmode=require",
  "postgres://server@{A}/keys?sslmode=require&sslcert={F}/op.pem&sslkey={F}/open.key",
  "postgres://server@{A}/keys?sslmode=require&sslcert={F}/op.pem&sslkey={F}/other.key",
  "postgres://server@{A}/keys?sslmode=require&sslcert={F}/op.pem&sslkey={F}/none.key",
  "postgres://server@{A}/keys?sslmode=require&sslcert={F}/other.pem&sslkey={F}/other.key",
);

const BINDING = same(
  ...["disable", "prefer", "require", "none"].map((how) =>
    `${OP}{A}/keys?channel_binding=${how}&sslmode=require`
  ),
  `${OP}{A}/keys?channel_binding=require`,
  `${OP}{A}/keys?channel_binding=require&sslmode=disable`,
  `${OP}{B}/keys?channel_binding=require`,
  `${OP}{B}/keys?channel_binding=prefer`,
  `${OP}/keys?host={U}&port={a}&channel_binding=require`,
  "postgres://op:wrong@{A}/keys?channel_binding=require&sslmode=require",
  "postgres://trusted@{A}/keys?channel_binding=require&sslmode=require",
  "postgres://trusted@{A}/keys",
  "postgres://clear:secret@{A}/keys?channel_binding=require&sslmode=require",
  "postgres://clear:secret@{A}/keys?sslmode=require",
  `${OP}{O}/keys?channel_binding=require&sslmode=require`,
);

/** PgBouncer encrypts, and knows no channel binding. */
const POOLED: readonly UrlRow[] = [
  ...same(
    "postgres://postgres:{W}@{P}/keys",
    "postgres://postgres:{W}@{P}/keys?sslmode=disable",
    "postgres://postgres:{W}@{P}/keys?channel_binding=disable",
    "postgres://postgres:{W}@{P}/keys?channel_binding=require",
    "postgres://postgres:wrong@{P}/keys",
    "postgres://postgres:{W}@{P}/keys?sslmode=verify-full&sslrootcert={F}/ca.pem",
    "postgres://postgres:{W}@{X},{P}/keys?target_session_attrs=read-write",
  ),
  {
    url: "postgres://postgres:{W}@{P}/keys?options=-c%20default_transaction_read_only%3Don",
    differs: ["refused by psql", "PgBouncer has no options; here they are set in the transaction"],
  },
];

const KINDS = ["any", "read-write", "read-only", "primary", "standby", "prefer-standby"];

const SERVERS = same(
  ...["{A}", "{S}", "{A},{S}", "{S},{A}"].flatMap((servers) =>
    KINDS.map((kind) => `${OP}${servers}/keys?target_session_attrs=${kind}`)
  ),
  `${OP}{A}/keys?target_session_attrs=master`,
  `${OP}{X},{A}/keys`,
  `${OP}{A},{X}/keys`,
  `${OP}{X},{X}/keys`,
  `${OP}{B},{A}/my%20db`,
  `${OP}nowhere.invalid,{A}/keys`,
  `${OP}/keys?host=127.0.0.1,127.0.0.1&port={x},{a}`,
  `${OP}127.0.0.1,127.0.0.1/keys?port={a}`,
  `${OP}127.0.0.1,127.0.0.1,127.0.0.1/keys?port={x},{a}`,
  `${OP}one.example,two.example/keys?hostaddr=127.0.0.1,127.0.0.1&port={x},{a}`,
  `${OP}one.example,two.example/keys?hostaddr=127.0.0.1&port={a}`,
  `${OP}{X},{A}/keys?target_session_attrs=read-write`,
  `${OP}{X},{S}/keys?target_session_attrs=read-write`,
  `${OP}{A}/keys?target_session_attrs=read-write&options=-c%20default_transaction_read_only%3Don`,
  `${OP}{A}/keys?target_session_attrs=read-only&options=-c%20default_transaction_read_only%3Don`,
);

const OTHERS = same(
  `${OP}{A}/keys?options=-c%20default_transaction_read_only%3Don`,
  `${OP}{A}/keys?options=-cdefault_transaction_read_only%3Dyes`,
  `${OP}{A}/keys?options=--default-transaction-read-only%3D1`,
  `${OP}{A}/keys?options=-c%20default_transaction_read_only%3Doff`,
  "postgres://careful:secret@{A}/keys",
  "postgres://careful:secret@{A}/keys?options=-c%20default_transaction_read_only%3Doff",
  `${OP}{A}/keys?options=-c%20statement_timeout%3D7s`,
  `${OP}{A}/keys?options=-c%20statement_timeout%3Dsoon`,
  `${OP}{A}/keys?options=-c%20nothing_of_this_name%3D1`,
  `${OP}{A}/keys?application_name=a+b`,
  `${OP}{A}/keys?connect_timeout=5`,
  `${OP}{A}/keys?connect_timeout=soon`,
  `${OP}{A}/keys?keepalives=1&keepalives_idle=60&keepalives_interval=10&keepalives_count=3`,
  `${OP}{A}/keys?client_encoding=utf8&fallback_application_name=x&tcp_user_timeout=1000`,
  `${OP}{A}/keys?gssencmode=disable&krbsrvname=postgres&sslcompression=0&sslsni=1`,
  `${OP}{A}/keys?gssencmode=require`,
  `${OP}{A}/keys?sslmod=require`,
  `${OP}{A}/keys?pgbouncer=true`,
  `${OP}{A}/keys?schema=public`,
  `${OP}{A}/keys?sslMode=require`,
  `${OP}{A}/keys?uselibpqcompat=true`,
);

const PASSWORDS: readonly UrlRow[] = [
  { url: "postgres://op@{A}/keys", env: { PGPASSWORD: "secret" } },
  { url: "postgres://op@{A}/keys", env: { PGPASSWORD: "wrong" } },
  { url: `${OP}{A}/keys`, env: { PGPASSWORD: "wrong" } },
  { url: "postgres://op@{A}/keys?passfile={F}/passwords" },
  { url: "postgres://op@localhost:{a}/keys?passfile={F}/passwords" },
  { url: "postgres://op@{X},{A}/keys?passfile={F}/passwords" },
  { url: "postgres://colon@{A}/keys?passfile={F}/passwords" },
  { url: "postgres://plus@{A}/keys?passfile={F}/passwords" },
  { url: "postgres://op@{A}/keys?passfile={F}/open_passwords" },
  { url: "postgres://op@{A}/keys?passfile={F}/none" },
  { url: "postgres://op@{A}/keys", env: { PGPASSFILE: "{F}/passwords" } },
  { url: "postgres://op@{A}/keys", env: { PGPASSFILE: "{F}/open_passwords" } },
  { url: "postgres://op@{A}/keys", env: { HOME: "{F}/home" } },
  { url: "postgres://op@{A}/keys", env: { HOME: "{F}/home", PGPASSWORD: "wrong" } },
  { url: "postgres://op@{A}/keys", env: { HOME: "{F}/open_home" } },
  { url: "postgres:///?service=keys", env: { HOME: "{F}/home" } },
  { url: "postgres:///?service=keys", env: { PGSERVICEFILE: "{F}/services" } },
  { url: "postgres:///my%20db?service=keys", env: { PGSERVICEFILE: "{F}/services" } },
  { url: "postgres://plus:a+b@/?service=keys", env: { PGSERVICEFILE: "{F}/services" } },
  { url: "postgres:///?service=none", env: { PGSERVICEFILE: "{F}/services" } },
  { url: "postgres:///?service=strange", env: { PGSERVICEFILE: "{F}/services" } },
  { url: "postgres:///?service=nested", env: { PGSERVICEFILE: "{F}/services" } },
  { url: "postgres:///?service=keys", env: { PGSERVICEFILE: "{F}/none" } },
];

const DIFFERENT: readonly UrlRow[] = [
  [`${OP}{A}/keys?sslmode=require&sslmode=disable`, "which of the two counts is not to be guessed"],
  [`${OP}{A}/keys?ssl=true&sslmode=disable`, "one of the two would be ignored"],
  [`${OP}{A}/keys?application_name=`, "somebody forgot the value"],
  [`${OP}{A}/keys?connect_timeout=0`, "a server that never answers would be waited for"],
  [
    `${OP}{A}/keys?sslmode=require&sslrootcert={F}/none.pem`,
    "the file that should prove it is gone",
  ],
  [`${OP}{A}/keys?sslmode=prefer&sslrootcert={F}/stranger.pem`, "named authorities always count"],
  [`${OP}{A}/keys?ssl_max_protocol_version=TLSv1.2`, "it would only make the connection weaker"],
  [`${OP}{A}/keys?requirepeer=postgres`, "it would not be checked"],
].map(([url, why]) => ({ url: url!, differs: ["refused here", why!] }));

/** Every URL of the comparison. */
export const URL_ROWS: readonly UrlRow[] = [
  { url: `${OP}{B}/keys?sslmode=allow` },
  { url: `${OP}{A}/keys?sslmode=allow`, differs: ["encrypted here", "as with sslmode=prefer"] },
  ...[PARTS, TLS, BINDING, POOLED, SERVERS, OTHERS, PASSWORDS, DIFFERENT].flat(),
  {
    url: "postgres://at:p@ss@{A}/keys",
    differs: ["refused by psql", "the last @ ends the password: it cannot be in a host"],
  },
];
