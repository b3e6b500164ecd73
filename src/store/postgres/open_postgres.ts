import type { Fingerprint } from "../../domain/fingerprint.ts";
import { LOWER_HEX_32_BYTES } from "../../domain/patterns.ts";
import type { CloacinaError } from "../../errors.ts";
import { askingOnce, type HoldingTransaction, holdTogether } from "../hold_together.ts";
import type { StoreLocation } from "../location.ts";
import { storeTogether } from "../store_together.ts";
import { sqlReader } from "../sql/reader.ts";
import type { Table } from "../sql/columns.ts";
import type { SqlSession } from "../sql/session.ts";
import { MINIMUM_VERSIONS, SIGNATURES, SIGNING_KEYS } from "../sql/tables.ts";
import { sqlWriter } from "../sql/writer.ts";
import type { Held, Lockable, MarkedReader, Store, StoreReader, StoreWriter } from "../store.ts";
import { noAccess } from "../store_errors.ts";
import { hold } from "./advisory_locks.ts";
import { boundedDoubt } from "./bounded_doubt.ts";
import { connectionPool } from "./connection_pool.ts";
import { toDatabaseTarget } from "./connection_target.ts";
import { tablesIn } from "./find_tables.ts";
import { isTenants } from "./is_tenants.ts";
import { readTogether } from "./read_together.ts";
import { loginSources } from "./login_sources.ts";
import { migrate } from "./migrate.ts";
import { readSchemaStatus } from "./schema_status.ts";
import type { Use } from "./seats.ts";
import { withChangesTaken } from "./session_kind.ts";
import { explained, postgresSession, sortingOf, type SortsByBytes } from "./session.ts";
import { qualified } from "./tables.ts";
import {
  inTransaction,
  type ReadAtOnce,
  readAtOnce,
  type Within,
  type Work,
} from "./transaction.ts";

/**
 * Opens the store in a Postgres database, and connects to it. With `schema` null, the tables are where the search path
 * of the URL or of the role leads; with `requirePrimary`, an answer from a standby is refused. Throws
 * `invalid_request`, `store_unavailable`, `insufficient_permissions`.
 */
export async function openPostgres(
  { url, schema, requirePrimary }: Extract<StoreLocation, { kind: "postgres" }>,
): Promise<Store> {
  const target = toDatabaseTarget(url, loginSources());
  const find = tablesIn(schema, target);
  const pool = connectionPool(target);
  let standbyReads = 0;
  const onStandby = () => {
    if (requirePrimary) throw isStandby(target.place);
    standbyReads += 1;
  };
  const surroundings = { target, findTables: find.once, onStandby };
  const within = (use: Use): Within => (work) =>
    pool.use(use, (connection) => {
      const mode = use === "sign" || use === "change" ? "write" : "read";
      return inTransaction({ connection, mode, ...surroundings }, work);
    });
  const sorting = sortingOf();
  await pool.use("look", () => Promise.resolve());
  const transactionTo = (use: Use): Store["transaction"] => (work) =>
    within(use)(async (...opened) => await work(writer(opened, sorting)));
  const change = boundedDoubt(transactionTo("change"), within("look"), target.place);
  const readBy = (use: Use): ReadAtOnce => (...read) =>
    pool.use(use, (connection) => readAtOnce({ connection, ...surroundings }, ...read));
  const reading = (use: Use, read: ReadAtOnce) =>
    sqlReader(postgresSession({ read, within: within(use) }, target.place, sorting));
  return {
    ...listingBy(reading("list", readBy("list")), reading("look", readTogether(readBy("look")))),
    location: target.label,
    schemaStatus: () =>
      within("look")(async (run) =>
        await withChangesTaken(await readSchemaStatus(run, await find.look(run)), run, target)
      ),
    migrate: () => within("change")((run) => migrate(run, find.look)),
    isTenants: () => within("look")(isTenants),
    masterKeyFile: null,
    standbyReads: () => standbyReads,
    transaction: change,
    holding: holdTogether(holding(transactionTo("sign")), byKey),
    storing: storeTogether(holding(change), byKey),
    close: pool.close,
  };
}

/** Lists by one reader, which may take long, and looks up by another. */
function listingBy(lists: StoreReader, looks: StoreReader): StoreReader {
  return {
    ...looks,
    ...listsOf(lists),
    withDamaged: { ...looks.withDamaged, ...listsOf(lists.withDamaged) },
  };
}

type Lists = Pick<
  StoreReader | MarkedReader,
  | ("listSigningKeys" | "listTrustedKeys" | "listSignatures" | "listApiTokens" | "organisations")
  | "listMinimumVersions"
>;

function listsOf<Reader extends Lists>(reader: Reader): Pick<Reader, keyof Lists> {
  const { listSigningKeys, listTrustedKeys, listSignatures, listApiTokens, ...others } = reader;
  const { organisations, listMinimumVersions } = others;
  return {
    ...{ listSigningKeys, listTrustedKeys, listSignatures, listApiTokens },
    ...{ organisations, listMinimumVersions },
  };
}

type Opened = Parameters<Work<unknown>>;

/** Reads and changes in a transaction that is open. */
function openSession(opened: Opened, sorting: SortsByBytes): SqlSession {
  const [, tables, look] = opened;
  const read: ReadAtOnce = async (toStatements) => {
    const asked = toStatements(tables).map(({ text, values }) => look(text, values));
    return (await Promise.all(asked)).map(({ rows }) => rows);
  };
  return postgresSession({ read, within: (work) => work(...opened) }, tables.place, sorting);
}

/**
 * Transactions in which what is used is held, and read with what is asked right behind its locks, without waiting for them to be there.
 */
function holding(transaction: Store["transaction"]): HoldingTransaction {
  return (uses, work, asks = []) =>
    transaction(async (writer) => {
      const desk = askingOnce(writer);
      const held = desk.hold({ uses, revokes: [] });
      for (const one of new Set(uses)) readUsed(desk, one).catch(() => {});
      for (const asked of asks) desk.withDamaged.statementsOf(...asked).catch(() => {});
      await held;
      return await work(desk);
    });
}

async function readUsed({ signingKeysOf, apiToken }: StoreReader, used: Held): Promise<void> {
  await (isFingerprint(used) ? signingKeysOf(used) : apiToken(used));
}

function isFingerprint(held: Held): held is Fingerprint {
  return LOWER_HEX_32_BYTES.test(held);
}

const LOCKS: Readonly<Record<Lockable, { readonly table: Table; readonly mode: string }>> = {
  "signing keys": { table: SIGNING_KEYS, mode: "share row exclusive" },
  // Conflicts with itself, and with no change of a row: whoever may delete rows may take it.
  "removals": { table: SIGNATURES, mode: "share update exclusive" },
  // Conflicts with itself, so that whoever reads a minimum is the only one to raise it.
  "minimum versions": { table: MINIMUM_VERSIONS, mode: "share row exclusive" },
};

function writer(opened: Opened, sorting: SortsByBytes): StoreWriter {
  const [run, tables, look] = opened;
  return sqlWriter(openSession(opened, sorting), {
    hold: (holds) => hold(look, tables.place, holds),
    lock: async (what) => {
      const { table, mode } = LOCKS[what];
      const lock = () => run(`lock table ${qualified(tables, table.name)} in ${mode} mode`);
      await explained(table, tables.place, lock);
    },
  });
}

/** Grouped by key, so that a key that somebody blocks delays only its own users: the key comes before the token. */
function byKey([first]: readonly Held[]): string {
  return first ?? "";
}

function isStandby(place: string): CloacinaError {
  return noAccess(place, "a standby answered, which may be behind its primary", {
    hint: "connect to the primary: --require-primary refuses a standby",
  });
}
