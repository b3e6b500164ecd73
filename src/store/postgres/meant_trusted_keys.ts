import type { TrustedKeyRecord } from "../../domain/records.ts";
import type { TrustedKeyQuery } from "../store.ts";
import type { RunStatement } from "./connection.ts";
import { fingerprintRange } from "./fingerprint_range.ts";
import { TRUSTED_KEY_ROWS } from "./rows.ts";
import { type Bind, selectRows } from "./select.ts";
import type { Tables } from "./tables.ts";

/** As `StoreReader.meantTrustedKeys`: one statement reads all that a word may mean. */
export async function meantTrustedKeys(
  run: RunStatement,
  tables: Tables,
  { orgId, isRevoked, names, prefix }: TrustedKeyQuery,
  limit: number,
): Promise<readonly TrustedKeyRecord[]> {
  const beginning = prefix === null ? null : await fingerprintRange(run, prefix);
  const conditions = (bind: Bind) => {
    const named = names.map((name) => `key_name = ${bind(name)}`);
    const either = [...named, ...(beginning === null ? [] : [beginning(bind)])];
    const isMeant = either.length === 0 ? "false" : `(${either.join(" or ")})`;
    const standing = `revoked_at is ${isRevoked ? "not null" : "null"}`;
    return [`org_id = ${bind(orgId)}`, standing, isMeant];
  };
  const ending = (bind: Bind) => `order by trusted_at, id limit ${bind(limit)}`;
  return await selectRows(run, tables, TRUSTED_KEY_ROWS, conditions, ending);
}
