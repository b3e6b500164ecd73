import type { ErrorCode } from "../../errors.ts";
import { NO_POSTGRES } from "./connect_refusal.ts";

/** What an error means to a person. */
export interface ErrorMeaning {
  readonly code: ErrorCode;
  readonly state: string;
  readonly hint?: string;
  /** Whether the server's own words say more. */
  readonly isQuoted?: true;
}

const TRY_AGAIN = "run the command again";
const ASK_THE_OPERATOR = "run it as another role, or have this one's rights extended";
const COMPARE = "`cloacina db status` says what differs";

const UNKNOWN_SETTING: ErrorMeaning = {
  code: "invalid_request",
  state: "its URL asks for a setting that the server does not take",
  hint: "check options and search_path in the database URL",
  isQuoted: true,
};
const LOST: ErrorMeaning = {
  code: "store_unavailable",
  state: "the connection was lost",
  hint: TRY_AGAIN,
};
const RESTARTING: ErrorMeaning = {
  code: "store_unavailable",
  state: "the server is stopping or starting",
  hint: TRY_AGAIN,
};
const IN_THE_WAY: ErrorMeaning = {
  code: "store_unavailable",
  state: "another transaction was in the way",
  hint: TRY_AGAIN,
};
const NOBODY_ANSWERS: ErrorMeaning = {
  code: "store_unavailable",
  state: "the host cannot be reached",
  hint: "check the host's name, the network, and any firewall between",
};
/** What the system or the runtime does not let this process do. */
export const FORBIDDEN: ErrorMeaning = {
  code: "insufficient_permissions",
  state: "this process may not use that network or socket",
};
const ANOTHER_TABLE: ErrorMeaning = {
  code: "store_corrupt",
  state: "its tables are not those of the engine",
  hint: COMPARE,
  isQuoted: true,
};

/** By what `code` says: an SQLSTATE (PostgreSQL, appendix A), the driver's own word, or an error number of the system. */
export const ERROR_MEANINGS: Readonly<Record<string, ErrorMeaning>> = {
  "28P01": {
    code: "insufficient_permissions",
    state: "the password was refused",
    hint: "check user and password in the database URL; in a password @ is written %40",
  },
  "28000": {
    code: "insufficient_permissions",
    state: "the server does not let this user in",
    hint: "check the user's name, and the server's pg_hba.conf",
  },
  "3D000": {
    code: "store_unavailable",
    state: "there is no such database",
    hint: "check its name in the database URL, or have it created",
  },
  "3F000": {
    code: "invalid_request",
    state: "there is no such schema",
    hint: "check --db-schema or search_path, or have it created",
  },
  "42P01": {
    code: "store_unavailable",
    state: "it lacks the tables for keys",
    hint: "make them with `cloacina db migrate`, or name the schema that has them with --db-schema",
  },
  "22023": UNKNOWN_SETTING,
  "42704": UNKNOWN_SETTING,
  "42703": ANOTHER_TABLE,
  "42804": ANOTHER_TABLE,
  "42883": ANOTHER_TABLE,
  "42P10": ANOTHER_TABLE,
  "42501": {
    code: "insufficient_permissions",
    state: "this role may not do that",
    hint: ASK_THE_OPERATOR,
    isQuoted: true,
  },
  "25006": {
    code: "store_unavailable",
    state: "it takes no changes",
    hint: "connect to the primary server: this one is a replica, or set to be read-only",
  },
  "40001": IN_THE_WAY,
  "40P01": IN_THE_WAY,
  "53300": {
    code: "store_unavailable",
    state: "the server has no connection left",
    hint: TRY_AGAIN,
  },
  "55P03": IN_THE_WAY,
  "57014": {
    code: "store_unavailable",
    state: "it took too long, and was stopped",
    hint: "another transaction may hold a lock; run the command again",
  },
  "57P01": RESTARTING,
  "57P02": RESTARTING,
  "57P03": RESTARTING,
  CONNECTION_CLOSED: LOST,
  CONNECTION_DESTROYED: LOST,
  CONNECTION_ENDED: LOST,
  ECONNABORTED: LOST,
  ECONNRESET: LOST,
  EPIPE: LOST,
  ECONNREFUSED: {
    code: "store_unavailable",
    state: "nobody listens there",
    hint: "check host and port, and that the server runs",
  },
  ENOENT: {
    code: "store_unavailable",
    state: "there is no such socket",
    hint: "check host and port, and that the server runs",
  },
  EAI_AGAIN: NOBODY_ANSWERS,
  EHOSTUNREACH: NOBODY_ANSWERS,
  ENETUNREACH: NOBODY_ANSWERS,
  ENOTFOUND: NOBODY_ANSWERS,
  ETIMEDOUT: NOBODY_ANSWERS,
  NO_POSTGRES: { code: "store_unavailable", state: NO_POSTGRES },
  EACCES: FORBIDDEN,
  EPERM: FORBIDDEN,
};
