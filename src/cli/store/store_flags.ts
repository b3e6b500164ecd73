import { flag, NO_INPUT_FLAG, optionalText, type PassphraseFlag } from "../command_line/flags.ts";

/** Where the audit log is. */
export interface AuditFlags {
  readonly auditLog?: string;
}

/** Which store a command works in. */
export interface StoreFlags extends AuditFlags {
  readonly databaseUrl?: string;
  readonly dbSchema?: string;
  readonly requirePrimary?: boolean;
  readonly keyDir?: string;
}

/** The master key of a store. The passphrase is that of a key directory. */
export interface MasterKeyFlags extends StoreFlags, PassphraseFlag {
  readonly masterKey?: string;
}

/** The organisation that a command works for. */
export interface OrgFlag {
  readonly org?: string;
}

/** `--audit-log`. */
const AUDIT_FLAG = optionalText(
  "FILE",
  "Append to this audit log; - is standard error, off disables it (default: $CLOACINA_AUDIT_LOG)",
);

/** The flags of every command that works in a store. */
export const STORE_FLAGS = {
  databaseUrl: optionalText(
    "URL",
    "Database: postgres://… or sqlite:///path, or env:VAR or file:PATH that holds the URL " +
      "(default: $DATABASE_URL)",
  ),
  dbSchema: optionalText("NAME", "Postgres schema that has the engine's tables"),
  requirePrimary: flag("Refuse a Postgres standby, which may not have the latest revocations"),
  keyDir: optionalText(
    "DIR",
    "Key directory (default: $CLOACINA_KEY_DIR, else ~/.cloacina/keys)",
  ),
  auditLog: AUDIT_FLAG,
} as const;

/** The flags of every command that decrypts or encrypts private keys in a store. */
export const MASTER_KEY_FLAGS = {
  ...STORE_FLAGS,
  masterKey: optionalText(
    "REF",
    "Master key of the store: a file, env:VAR, or - (default: $CLOACINA_KEY_ENCRYPTION_KEY)",
  ),
  passphraseFile: optionalText(
    "FILE",
    "Read the key directory's passphrase from a file (default: $CLOACINA_PASSPHRASE, else a " +
      "prompt)",
  ),
  noInput: NO_INPUT_FLAG,
} as const;

/** `--org`. */
export const ORG_FLAG = optionalText("UUID", "Organisation (default: $CLOACINA_ORG)");
