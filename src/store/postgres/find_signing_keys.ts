import type { SigningKeyRecord } from "../../domain/records.ts";
import type { SigningKeyQuery } from "../store.ts";
import type { RunStatement } from "./connection.ts";
import { SIGNING_KEY_ROWS } from "./rows.ts";
import { type Bind, type Conditions, selectRows } from "./select.ts";
import type { Tables } from "./tables.ts";

const UUID_DIGITS = 32;
const FINGERPRINT_DIGITS = 64;

/** As `StoreReader.findSigningKeys`. Every condition is one that an index of the engine's serves. */
export async function findSigningKeys(
  run: RunStatement,
  tables: Tables,
  query: SigningKeyQuery,
  limit: number,
): Promise<readonly SigningKeyRecord[]> {
  const conditions = "name" in query ? named(query) : await beginning(run, query);
  const ending = (bind: Bind) => `order by created_at, id limit ${bind(limit)}`;
  return await selectRows(run, tables, SIGNING_KEY_ROWS, conditions, ending);
}

function named({ orgId, name }: Extract<SigningKeyQuery, { name: string }>): Conditions {
  return (bind) => [`org_id = ${bind(orgId)}`, `key_name = ${bind(name)}`];
}

async function beginning(
  run: RunStatement,
  { orgId, prefix }: Extract<SigningKeyQuery, { prefix: string }>,
): Promise<Conditions> {
  const isWhole = prefix.length === FINGERPRINT_DIGITS;
  const fingerprint = isWhole ? equalFingerprint : await fingerprintRange(run);
  return (bind) => {
    const either = [idRange(bind, prefix), fingerprint(bind, prefix)].filter((one) => one !== null);
    return [`(${either.join(" or ")})`, orgId === null ? null : `org_id = ${bind(orgId)}`];
  };
}

/** UUIDs sort as their digits do. */
function idRange(bind: Bind, prefix: string): string | null {
  if (prefix.length > UUID_DIGITS) return null;
  const lowest = bind(prefix.padEnd(UUID_DIGITS, "0"));
  return `id between ${lowest} and ${bind(prefix.padEnd(UUID_DIGITS, "f"))}`;
}

function equalFingerprint(bind: Bind, prefix: string): string {
  return `key_fingerprint = ${bind(prefix)}`;
}

/**
 * The range speaks to the index, which is sorted as the database's language sorts: Danish has "aa" after "f", and then
 * only a range in the order of bytes is right, which no index serves.
 */
async function fingerprintRange(run: RunStatement): Promise<typeof equalFingerprint> {
  const { rows } = await run(HEX_SORTS_AS_BYTES);
  const column = rows[0]?.["as_bytes"] === true ? "key_fingerprint" : 'key_fingerprint collate "C"';
  return (bind, prefix) => {
    const range = `${column} >= ${bind(prefix)} and ${column} < ${bind(`${prefix}g`)}`;
    return `(${range} and starts_with(key_fingerprint, ${bind(prefix)}))`;
  };
}

const HEX_SORTS_AS_BYTES = `
  select array_agg(pair order by pair) = array_agg(pair order by pair collate "C") as as_bytes
  from (select lpad(to_hex(number), 2, '0') as pair from generate_series(0, 255) as number) as pairs`;
