import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import postgres from "postgres";
import { POSTGRES } from "../../src/store/postgres/session.ts";
import { rowValues } from "../../src/store/sql/record_row.ts";
import type { SqlValue } from "../../src/store/sql/session.ts";
import { columnsOf, type Table } from "../../src/store/sql/columns.ts";
import { SIGNATURES, SIGNING_KEYS, TRUSTED_KEYS } from "../../src/store/sql/tables.ts";
import type { Filler } from "./filler.ts";

/** Rows in one chunk of COPY. */
const BATCH = 1000;

/** Copies rows into the tables of a database, then vacuums and analyses it, as autovacuum would later. */
export async function fillPostgres(
  url: string,
  { keys, trusted, signatures }: Filler,
): Promise<void> {
  const session = postgres(url, { max: 1, fetch_types: false });
  try {
    await copy(session, SIGNING_KEYS, keys);
    await copy(session, TRUSTED_KEYS, trusted);
    await copy(session, SIGNATURES, signatures);
    await session.unsafe("vacuum analyze");
    await session.unsafe("checkpoint");
  } finally {
    await session.end();
  }
}

async function copy<Row>(
  session: postgres.Sql,
  table: Table<Row>,
  rows: Iterable<Row>,
): Promise<void> {
  const columns = columnsOf(table).map(({ name }) => name).join(", ");
  const target = await session.unsafe(`copy ${table.name} (${columns}) from stdin`).writable();
  await pipeline(Readable.from(batches(table, rows)), target);
}

function* batches<Row>(table: Table<Row>, rows: Iterable<Row>): Generator<string> {
  const place = { dialect: POSTGRES, place: "" };
  let lines: string[] = [];
  for (const row of rows) {
    lines.push(`${rowValues(place, table, row).map(copied).join("\t")}\n`);
    if (lines.length < BATCH) continue;
    yield lines.join("");
    lines = [];
  }
  yield lines.join("");
}

/** A value in COPY's text format. Fillers contain no characters that must be escaped. */
function copied(value: SqlValue): string {
  if (value === null) return "\\N";
  return value instanceof Uint8Array ? `\\\\x${value.toHex()}` : String(value);
}
