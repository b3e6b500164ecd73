import { isSound } from "../../domain/damaged.ts";
import type { StatementRecord } from "../../domain/records.ts";
import { signedByText } from "../../domain/signed_by.ts";
import { isSameStatement } from "../../formats/statement/same_statement.ts";
import { storedOtherwise } from "../store_errors.ts";
import { chunksOf } from "./chunks.ts";
import { isAmong } from "./conditions.ts";
import { selectRecords } from "./select.ts";
import { type SqlSession, statement } from "./session.ts";
import { STATEMENTS } from "./tables.ts";
import { upsertOf } from "./upsert.ts";

/** Another one is stated. */
const IS_OTHER = `(${STATEMENTS.name}.payload is distinct from excluded.payload or ` +
  `${STATEMENTS.name}.signature is distinct from excluded.signature)`;

/** As `StoreWriter.saveStatements`. */
export async function saveStatements(
  session: SqlSession,
  statements: readonly StatementRecord[],
): Promise<void> {
  for (const records of chunksOf(lastOfEach(statements), session.dialect.mostRows)) {
    const upsert = upsertOf(session, STATEMENTS, { records, onlyIf: IS_OTHER });
    const written = await session.change(
      STATEMENTS,
      (table) => statement(session.dialect, upsert(table)),
    );
    if (written < records.length) await requireStored(session, records);
  }
}

/** What was not written must be there already. Throws `store_corrupt` where the database left it out. */
async function requireStored(
  session: SqlSession,
  records: readonly StatementRecord[],
): Promise<void> {
  const where = isAmong(session, STATEMENTS.columns, records);
  const rows = (await selectRecords(session, STATEMENTS, { where })).filter(isSound);
  const isThere = (record: StatementRecord) =>
    rows.some((row) => signedByText(row) === signedByText(record) && isSameStatement(row, record));
  if (!records.every(isThere)) throw storedOtherwise("store the statements in", session.place);
}

/** In the order of what is unique, so that two transactions that write the same rows do not wait for each other. */
function lastOfEach(statements: readonly StatementRecord[]): readonly StatementRecord[] {
  const bySigner = new Map(statements.map((one) => [signedByText(one), one]));
  return [...bySigner].toSorted(([one], [other]) => one < other ? -1 : 1).map(([, one]) => one);
}
