import type { SchemaStatus } from "../schema_status.ts";
import type { Connection, RunStatement } from "./connection.ts";
import type { DatabaseTarget, SessionKind } from "./connection_target.ts";
import { readOnlySetting } from "./settings.ts";

/** What a server is, as far as `target_session_attrs` asks. */
interface Session {
  readonly isStandby: boolean;
  readonly isReadOnly: boolean;
}

/** Of each kind of server, what another server is instead. */
const MISMATCHES: Readonly<Record<SessionKind, (session: Session) => string | null>> = {
  any: () => null,
  "prefer-standby": () => null,
  "read-write": ({ isReadOnly }) => isReadOnly ? "it is read-only" : null,
  "read-only": ({ isReadOnly }) => isReadOnly ? null : "it is not read-only",
  primary: ({ isStandby }) => isStandby ? "it is a standby" : null,
  standby: ({ isStandby }) => isStandby ? null : "it is not a standby",
};

/** Whether any server will do, so that none need be asked what it is. */
export function isAnyServer(kind: SessionKind): boolean {
  return kind === "any" || kind === "prefer-standby";
}

/** Why the server is not of this kind; null where it is. Where it does not say, the connection is cut. */
export async function mismatchOf(
  kind: SessionKind,
  connection: Connection,
  { settings }: Pick<DatabaseTarget, "settings">,
): Promise<string | null> {
  if (isAnyServer(kind)) return null;
  try {
    return MISMATCHES[kind](await readSession(connection.run, settings));
  } catch (error) {
    connection.cut();
    throw error;
  }
}

/** Kinds by which a URL says that reading is all that is wanted. */
const FOR_READING: readonly SessionKind[] = ["standby", "prefer-standby", "read-only"];

/** The status of a store that takes no changes: it is not ready, unless the URL asks for such a server. */
export async function withChangesTaken(
  status: SchemaStatus,
  run: RunStatement,
  { sessionKind, settings }: DatabaseTarget,
): Promise<SchemaStatus> {
  const { isStandby, isReadOnly } = await readSession(run, settings);
  if (!isReadOnly || FOR_READING.includes(sessionKind)) return status;
  const problem = isStandby ? "it is a standby, which takes no changes" : "it is read-only";
  const refusal = status.refusal ?? { code: "store_unavailable", hint: TO_PRIMARY } as const;
  return { ...status, isReady: false, problems: [...status.problems, problem], refusal };
}

const TO_PRIMARY =
  "connect to the primary server; where only reading is wanted, target_session_attrs=standby or " +
  "read-only in the URL says so";

/**
 * What the settings of the URL say counts for every transaction, as if it were the session's. Behind a pooler it is asked
 * under whatever search path the session has, so there is no operator in it.
 */
async function readSession(
  run: RunStatement,
  settings: DatabaseTarget["settings"],
): Promise<Session> {
  const { rows: [row] } = await run(
    "select pg_catalog.pg_is_in_recovery() as standby, " +
      "pg_catalog.current_setting('default_transaction_read_only') as read_only",
  );
  const isStandby = row?.["standby"] === true;
  const isReadOnly = readOnlySetting(settings) ?? row?.["read_only"] === "on";
  return { isStandby, isReadOnly: isStandby || isReadOnly };
}
