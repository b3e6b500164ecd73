import { NO_HEADER_FLAG, type NoHeaderFlag } from "../terminal/print_table.ts";
import { CloacinaError } from "../../errors.ts";
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

/** A page of a long list. */
export interface PageFlags extends NoHeaderFlag {
  readonly limit?: number;
  readonly offset?: number;
  readonly after?: string;
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

/** `--limit`, `--offset`, `--after` and `--no-header`. */
export const PAGE_FLAGS = {
  limit: {
    ...optionalText("N", "Show at most N (default: 1000)"),
    parse: (text: string) => parseCount(text, 1),
  },
  offset: {
    ...optionalText("N", "Skip the first N; entries added or removed meanwhile shift them"),
    parse: (text: string) => parseCount(text, 0),
  },
  after: optionalText(
    "POSITION",
    "Continue after this position, which the previous page printed",
  ),
  noHeader: NO_HEADER_FLAG,
} as const;

function parseCount(text: string, least: number): number {
  if (/^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text);
  throw new CloacinaError("invalid_request", `takes a number from ${least} to 999999999`);
}
