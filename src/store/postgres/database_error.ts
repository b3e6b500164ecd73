import postgres from "postgres";
import { GRANT_IT } from "../../domain/store_hints.ts";
import { CloacinaError, type ErrorCode, type ErrorDetails } from "../../errors.ts";
import { IS_LOCKED, MIGRATE, NO_TABLES, WHEN_UNLOCKED } from "../store_errors.ts";
import { certificateHint, certificateState } from "./certificate_state.ts";
import { isFatal } from "./server_error.ts";

/** The state of a server that does not follow the protocol. */
export const NO_POSTGRES = "the server there is not PostgreSQL";

/** What an error means to the user. */
interface ErrorMeaning {
  readonly code: ErrorCode;
  readonly state: string;
  readonly hint?: string | undefined;
  /** What a caller of the API is told in place of that the store cannot be used. */
  readonly publicState?: string;
  /** Whether the server's own message is quoted. */
  readonly isQuoted?: true;
  /** Whether the server cannot be reached, or is starting: it has not refused anything. */
  readonly isUnreached?: true;
}

const TRY_AGAIN = "run the command again";
/** The hint where there is no schema for the tables. */
export const CREATE_SCHEMA =
  "create it with CREATE SCHEMA, or name another one with --db-schema or search_path";
/** What a caller of the API is told where nothing can be changed. */
export const TAKES_NO_CHANGES = "the server's store takes no changes at the moment";
/** The hint where tables are not as they should be. */
export const COMPARE = "`cloacina db status` says what differs";
/** The hint where policies decide which rows a role sees. */
export const SEE_ALL_ROWS = "use the role that owns the tables, or one with BYPASSRLS";

const UNKNOWN_SETTING: ErrorMeaning = {
  code: "invalid_request",
  state: "the server does not accept a setting in its URL",
  hint: "check options and search_path in the database URL",
  isQuoted: true,
};
const LOST: ErrorMeaning = {
  code: "store_unavailable",
  state: "the connection was lost",
  hint: TRY_AGAIN,
};
const LOST_EARLY: ErrorMeaning = { ...LOST, isUnreached: true };
const IN_THE_WAY: ErrorMeaning = {
  code: "store_unavailable",
  state: IS_LOCKED,
  hint: WHEN_UNLOCKED,
};
const NOBODY_ANSWERS: ErrorMeaning = {
  code: "store_unavailable",
  state: "the host cannot be reached",
  hint: "check the host's name, the network, and any firewall between",
  isUnreached: true,
};
/** What the system or the runtime does not let this process do. */
const FORBIDDEN: ErrorMeaning = {
  code: "insufficient_permissions",
  state: "this process may not use that network or socket",
};
/** What `row_security = off` makes of a statement that would leave out rows without a word. */
const HIDDEN: ErrorMeaning = {
  code: "insufficient_permissions",
  state: "row-level security may hide rows from this role",
  hint: SEE_ALL_ROWS,
  isQuoted: true,
};
/** What a statement met that was prepared before its table was changed. */
export const CHANGED_MEANWHILE = {
  code: "store_unavailable",
  state: "its tables were changed meanwhile",
  hint: TRY_AGAIN,
} as const satisfies ErrorMeaning;
const ANOTHER_TABLE: ErrorMeaning = {
  code: "store_corrupt",
  state: "its tables are not those of the engine",
  hint: COMPARE,
  isQuoted: true,
};

/** By `code`: an SQLSTATE (PostgreSQL, appendix A), the driver's own word, or an error number of the system. */
const ERROR_MEANINGS: Readonly<Record<string, ErrorMeaning>> = {
  "28P01": {
    code: "insufficient_permissions",
    state: "the password was refused",
    hint: "check user and password in the database URL; in a password @ is written %40",
  },
  "28000": {
    code: "insufficient_permissions",
    state: "the server does not admit this user",
    hint: "check the user's name, and the server's pg_hba.conf",
  },
  RELAYED: {
    code: "store_unavailable",
    state: "the login is bound to another certificate than the server's",
    hint:
      "somebody may be relaying the connection: name the server itself, without a proxy between",
  },
  "3D000": {
    code: "store_unavailable",
    state: "there is no such database",
    hint: "check its name in the database URL, or have it created",
  },
  "3F000": {
    code: "store_unavailable",
    state: "there is no such schema",
    hint: CREATE_SCHEMA,
  },
  "42P01": {
    code: "store_unavailable",
    state: NO_TABLES,
    hint: `${MIGRATE}, or name the schema that has them with --db-schema`,
  },
  UNHELD: {
    code: "invalid_request",
    state: "its encoding lacks a character of what is looked for or stored",
    hint: "use a database whose encoding is UTF8",
    publicState: "the server's database cannot hold one of its characters",
    isQuoted: true,
  },
  "22023": UNKNOWN_SETTING,
  "42704": UNKNOWN_SETTING,
  "42703": ANOTHER_TABLE,
  "42804": ANOTHER_TABLE,
  "42883": ANOTHER_TABLE,
  "42P10": ANOTHER_TABLE,
  "42501": {
    code: "insufficient_permissions",
    state: "this role is not permitted to do that",
    hint: GRANT_IT,
    publicState: "the server's role in its database is not permitted to do that",
    isQuoted: true,
  },
  "25006": {
    code: "store_unavailable",
    state: "it is read-only",
    hint:
      "connect to the primary server: this one is a replica, or it, the role or the options in " +
      "the URL are set to read only",
    publicState: TAKES_NO_CHANGES,
  },
  "40001": IN_THE_WAY,
  "40P01": IN_THE_WAY,
  "53300": {
    code: "store_unavailable",
    state: "the server has no free connection",
    hint: TRY_AGAIN,
  },
  "55P03": IN_THE_WAY,
  "57014": {
    code: "store_unavailable",
    state: "the statement took too long and was cancelled",
    hint: "another transaction may hold a lock; run the command again",
  },
  "57P03": {
    code: "store_unavailable",
    state: "the server is stopping or starting",
    hint: TRY_AGAIN,
    isQuoted: true,
    isUnreached: true,
  },
  CONNECTION_CLOSED: LOST,
  CONNECTION_DESTROYED: LOST,
  CONNECTION_ENDED: LOST,
  ECONNABORTED: LOST_EARLY,
  ECONNRESET: LOST_EARLY,
  EPIPE: LOST_EARLY,
  // The runtime's own word for what it does not know better: a write to a connection that is being lost (Deno 2.7).
  UNKNOWN: LOST_EARLY,
  ECONNREFUSED: {
    code: "store_unavailable",
    state: "nothing is listening there",
    hint: "check host and port, and that the server runs",
    isUnreached: true,
  },
  ENOENT: {
    code: "store_unavailable",
    state: "there is no such socket",
    hint: "check host and port, and that the server runs",
    isUnreached: true,
  },
  EAI_AGAIN: NOBODY_ANSWERS,
  EHOSTUNREACH: NOBODY_ANSWERS,
  ENETUNREACH: NOBODY_ANSWERS,
  ENOTFOUND: NOBODY_ANSWERS,
  ETIMEDOUT: NOBODY_ANSWERS,
  NO_ANSWER: { ...LOST_EARLY, state: "there was no answer in time" },
  NO_POSTGRES: { code: "store_unavailable", state: NO_POSTGRES },
  EACCES: FORBIDDEN,
  EPERM: FORBIDDEN,
};

/** The SQLSTATE of a change where only reads are allowed. */
const READ_ONLY = "25006";

/** Classes of SQLSTATE that speak of values, constraints, tables, and damage: what is there is not as it should be. */
const CORRUPT_CLASSES = ["22", "23", "42", "XX"];

/** Of the last class; where it ends a session, nothing was read: PostgreSQL 15 says it of a log in on a full disk. */
const INTERNAL_ERROR = "XX000";

/** The SQLSTATE of a user who may not log in, and of a login that was relayed. */
const NOT_ADMITTED = "28000";

/** The SQLSTATE of all errors of PgBouncer. */
const PROTOCOL_VIOLATION = "08P01";

/** What a statement of another transaction causes; and by which a standby ends a session that holds up its recovery. */
const SERIALIZATION_FAILURE = "40001";

/** The server's function that refuses such a statement; its message may be in any language. */
const ROW_SECURITY = "check_enable_rls";

/** The one that refuses a prepared statement whose table is another one now. Its SQLSTATE says only "not supported". */
const STALE_STATEMENT = "RevalidateCachedQuery";

/** The SQLSTATE of a character that an encoding lacks: that of the database, or ours where it is read. */
const UNTRANSLATABLE = "22P05";

/** What that says of what was sent, in any language: our encoding first, and then the database's. */
const IS_SENT = /\bUTF8\b.*\w/s;

/** What PgBouncer says where each statement may be another session, which no store can work with. */
const STATEMENT_POOLING = /statement pooling/;

/**
 * A failure of the database as a coded error; a coded error passes through, and so does what no database threw: that
 * is a bug. `action` reads "connect to"; `place` has no password.
 */
export function toDatabaseError(error: unknown, action: string, place: string): unknown {
  if (error instanceof CloacinaError || !(error instanceof Error)) return error;
  const meaning = meaningOf(error);
  if (meaning === undefined) return error;
  const message = `Cannot ${action} ${place}: ${stateIn(meaning, error)}`;
  const { code, hint, publicState } = meaning;
  return new CloacinaError(code, message, { hint, publicState, cause: error });
}

/** Whether nobody could log in to the server that a coded error is about, so that another one may be tried. */
export function isUnreachable(error: unknown): error is CloacinaError {
  if (!(error instanceof CloacinaError)) return false;
  const { cause } = error;
  if (!(cause instanceof Error && "code" in cause)) return false;
  return ERROR_MEANINGS[String(cause.code)]?.isUnreached ?? false;
}

/** The error of a server that takes no changes, as if it had refused one. */
export function isReadOnly(place: string): CloacinaError {
  const { code, state, ...details } = ERROR_MEANINGS[READ_ONLY]!;
  return new CloacinaError(code, `Cannot access ${place}: ${state}`, details);
}

/** The state that an error of the database means; that the connection was lost where nothing else is known. */
export function stateOf(error: unknown): string {
  const meaning = error instanceof Error ? meaningOf(error) : undefined;
  return meaning === undefined ? LOST.state : stateIn(meaning, error);
}

function stateIn({ state, isQuoted }: ErrorMeaning, error: unknown): string {
  return isQuoted && error instanceof postgres.PostgresError
    ? `${state} (${error.message})`
    : state;
}

/** The error where the connection works, but the server at its other end is refused. */
export function connectRefusal(
  place: string,
  state: string,
  details: ErrorDetails = {},
): CloacinaError {
  return new CloacinaError("store_unavailable", `Cannot connect to ${place}: ${state}`, details);
}

/**
 * Whether the connection is of no use any more: after anything but an error that the server answered a statement with,
 * and where the server takes no changes, as a primary does that has become a standby: another may be the primary now.
 */
export function endsConnection(error: unknown): boolean {
  if (!(error instanceof postgres.PostgresError)) return true;
  return isFatal(error) || error.code === READ_ONLY;
}

function meaningOf(error: Error): ErrorMeaning | undefined {
  if (error instanceof Deno.errors.NotCapable) return FORBIDDEN;
  const certificate = certificateState(error);
  if (certificate !== null) {
    const hint = certificateHint(certificate);
    return { code: "store_unavailable", state: certificate, hint };
  }
  const code = "code" in error ? String(error.code) : "";
  const isServers = error instanceof postgres.PostgresError;
  if (isServers && error.routine === ROW_SECURITY) return HIDDEN;
  if (isServers && error.routine === STALE_STATEMENT) return CHANGED_MEANWHILE;
  if (isServers && isFatal(error) && code === SERIALIZATION_FAILURE) return otherRefusal(error);
  const meaning = ERROR_MEANINGS[saidCode(code, error.message)];
  if (meaning !== undefined) return meaning;
  if (isServers) return otherRefusal(error);
  return "syscall" in error ? failedWith(code) : undefined;
}

/** The code that fits what is said, where several things have one SQLSTATE. */
function saidCode(code: string, message: string): string {
  if (code === NOT_ADMITTED && /SCRAM channel binding/.test(message)) return "RELAYED";
  if (code === UNTRANSLATABLE && IS_SENT.test(message)) return "UNHELD";
  return code === PROTOCOL_VIOLATION ? poolerCode(message) : code;
}

/** The SQLSTATE that the server would have given for what PgBouncer says. */
function poolerCode(message: string): string {
  if (/auth\w* failed|no such user/.test(message)) return "28P01";
  return /^(no such database|database .* does not exist)/.test(message) ? "3D000" : "";
}

/** What the system says of a connection, where nothing more is known of its code. */
function failedWith(code: string): ErrorMeaning {
  return { ...LOST, state: `the connection failed with ${code}` };
}

/** What the server says in its own words; after a fatal error it has closed the connection. */
function otherRefusal(error: postgres.PostgresError): ErrorMeaning {
  const { code, message } = error;
  const isCorrupt = CORRUPT_CLASSES.includes(code.slice(0, 2)) &&
    !(isFatal(error) && code === INTERNAL_ERROR);
  const meaning = {
    code: isCorrupt ? "store_corrupt" : "store_unavailable",
    state: `the server reported ${code}`,
    isQuoted: true,
  } as const;
  if (!isFatal(error)) return meaning;
  const hint = STATEMENT_POOLING.test(message)
    ? "set pool_mode to transaction or session in PgBouncer, or connect to the server itself"
    : TRY_AGAIN;
  return { ...meaning, state: `the server ended the connection with ${code}`, hint };
}
