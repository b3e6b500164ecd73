import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import postgres from "postgres";
import type { Parameter } from "../../src/store/postgres/connection.ts";
import {
  type RowFormat,
  SIGNATURE_ROWS,
  SIGNING_KEY_ROWS,
  TRUSTED_KEY_ROWS,
} from "../../src/store/postgres/rows.ts";
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
    await copy(session, SIGNING_KEY_ROWS, keys);
    await copy(session, TRUSTED_KEY_ROWS, trusted);
    await copy(session, SIGNATURE_ROWS, signatures);
    await session.unsafe("vacuum analyze");
    await session.unsafe("checkpoint");
  } finally {
    await session.end();
  }
}

async function copy<Row>(
  session: postgres.Sql,
  { table, columns, write }: RowFormat<Row>,
  rows: Iterable<Row>,
): Promise<void> {
  const statement = `copy ${table} (${columns.join(", ")}) from stdin`;
  const target = await session.unsafe(statement).writable();
  await pipeline(Readable.from(batches(rows, write)), target);
}

function* batches<Row>(
  rows: Iterable<Row>,
  write: RowFormat<Row>["write"],
): Generator<string> {
  let lines: string[] = [];
  for (const row of rows) {
    lines.push(`${write(row).map(copied).join("\t")}\n`);
    if (lines.length < BATCH) continue;
    yield lines.join("");
    lines = [];
  }
  yield lines.join("");
}

/** A value in COPY's text format. Fillers contain no characters that must be escaped. */
function copied(value: Parameter): string {
  if (value === null) return "\\N";
  return value instanceof Uint8Array ? `\\\\x${value.toHex()}` : String(value);
}
