import type { SigningKeyRecord } from "../../domain/records.ts";
import type { SigningKeyQuery } from "../store.ts";
import type { RunStatement } from "./connection.ts";
import { fingerprintRange } from "./fingerprint_range.ts";
import { SIGNING_KEY_ROWS } from "./rows.ts";
import { type Bind, type Conditions, selectRows } from "./select.ts";
import type { Tables } from "./tables.ts";

const UUID_DIGITS = 32;

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
  const fingerprint = await fingerprintRange(run, prefix);
  return (bind) => {
    const either = [idRange(bind, prefix), fingerprint(bind)].filter((one) => one !== null);
    return [`(${either.join(" or ")})`, orgId === null ? null : `org_id = ${bind(orgId)}`];
  };
}

/** UUIDs sort as their digits do. */
function idRange(bind: Bind, prefix: string): string | null {
  if (prefix.length > UUID_DIGITS) return null;
  const lowest = bind(prefix.padEnd(UUID_DIGITS, "0"));
  return `id between ${lowest} and ${bind(prefix.padEnd(UUID_DIGITS, "f"))}`;
}
