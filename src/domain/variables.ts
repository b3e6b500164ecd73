/**
 * The environment variables that the program reads, with their descriptions for docs/environment.md. Others are read
 * only if the user names them with `env:VAR`.
 */
export const VARIABLES = {
  CLOACINA_ORG: "The organisation, a UUID, where `--org` does not name one.",
  CLOACINA_VERIFICATION_ORG_ID: "In `package preflight`, where `CLOACINA_ORG` is not set: the " +
    "organisation whose signatures the engine's server requires, which reads it from here as well.",
  DATABASE_URL: "The database: `postgres://…`, `postgresql://…` or `sqlite:///path`, and, as the " +
    "engine has it, a `file:` URI or the path of a SQLite database. " +
    "`--database-url`, `--key-dir`, `--api-url`, `--profile` and `CLOACINA_API_URL` take precedence.",
  CLOACINA_KEY_DIR: "The key directory, if neither a flag, `CLOACINA_API_URL` nor `DATABASE_URL` " +
    "names a store or server.",
  CLOACINA_HOME: "An absolute path: the directory with `config.toml`, `audit.log` and `keys/`. " +
    "By default `~/.cloacina`.",
  CLOACINA_AUDIT_LOG: "The audit log: a file, `-` for standard error, or `off`. " +
    "`--audit-log` takes precedence.",
  CLOACINA_KEY_ENCRYPTION_KEY:
    "The master key of the store: 64 hex characters, or 32 bytes in base64. " +
    "`--master-key` takes precedence.",
  CLOACINA_NEW_KEY_ENCRYPTION_KEY: "The master key that `master-key rotate` changes to. " +
    "`--new-master-key` takes precedence.",
  CLOACINA_PASSPHRASE: "The passphrase of a private key file or of the key directory. " +
    "`--passphrase-file` takes precedence.",
  CLOACINA_NEW_PASSPHRASE: "The new passphrase, where one is changed. " +
    "`--new-passphrase-file` takes precedence.",
  CLOACINA_KEY_PASSPHRASE:
    "The passphrase of the file that `keys import` reads, where it differs from " +
    "that of the key directory. `--key-passphrase-file` takes precedence.",
  CLOACINA_API_URL:
    "The server to work through. `--api-url`, `--profile` and flags that name a store " +
    "take precedence.",
  CLOACINA_API_KEY: "The API token for that server. `--api-key` takes precedence.",
  CLOACINA_CA_CERT: "A file with the CA of that server, in PEM. " +
    "`--ca-cert` takes precedence.",
  CI: "`true`, as CI services set it: a server or Vault that is out of reach is tried for 60 s. " +
    "`--retry-for`, where a command has it, says otherwise.",
  CLOACINA_ALLOW_UNSAFE_MODES:
    "`1` turns off the checks of file owners and modes, for file systems that " +
    "have none. `--allow-unsafe-modes` does so for one command.",
  PGPASSWORD: "The password of the database, where its URL has none.",
  PGPASSFILE:
    "The password file, mode 0600, used if neither the URL nor `PGPASSWORD` has a password; " +
    "by default `~/.pgpass`.",
  PGSERVICEFILE: "The file with the `service` that a database URL names; by default " +
    "`~/.pg_service.conf`.",
  SSH_AUTH_SOCK: "The socket of the SSH agent, read only for `--key ssh-agent:…`. " +
    "`--agent-socket` takes precedence.",
  VAULT_ADDR: "With `--key vault:…`: the URL of the Vault, https, or http on this machine.",
  VAULT_TOKEN: "With `--key vault:…`: the token. Without it, that of `~/.vault-token` is read.",
  VAULT_NAMESPACE: "With `--key vault:…`: the namespace. Vault's community edition ignores it.",
  VAULT_CACERT: "With `--key vault:…`: a file with the CA of the Vault, in PEM.",
  HTTPS_PROXY:
    "The proxy for https, used by the runtime. cloacina only checks whether it is set, " +
    "to mention it where a server cannot be reached.",
  https_proxy: "The same, where `HTTPS_PROXY` is not set.",
  ALL_PROXY: "The same, before `HTTPS_PROXY`.",
  all_proxy: "The same, where `ALL_PROXY` is not set.",
  NO_PROXY: "Hosts that the runtime reaches without a proxy. For plain http it is set to all " +
    "hosts while the connection is prepared.",
  NO_COLOR: "Any text that is not empty turns colours off.",
  TERM: "`dumb` turns off colours and the progress bar, which need escape sequences.",
  HOME: "The home directory, where `CLOACINA_HOME` is not set.",
  USERPROFILE: "The home directory on Windows, where `HOME` is not set.",
  LOGNAME: "The user that the audit log names.",
  USER: "The same, where `LOGNAME` is not set.",
  USERNAME: "The same on Windows, where neither of these is set.",
} as const satisfies Readonly<Record<string, string>>;

/** The name of one of `VARIABLES`. */
export type VariableName = keyof typeof VARIABLES;

declare const brand: unique symbol;

/** The name of a variable that the user gave as `env:VAR`. */
export type NamedVariable = string & { readonly [brand]: "variable" };
