import { fieldsOf } from "../../domain/damaged.ts";
import type { ReadRow } from "../../domain/read_row.ts";
import type { SignatureRecord } from "../../domain/records.ts";
import { signedByText } from "../../domain/signed_by.ts";
import type { SavedSignature } from "../store.ts";
import { storedOtherwise } from "../store_errors.ts";
import { isAmong } from "./conditions.ts";
import { chunksOf } from "./chunks.ts";
import { readRecord } from "./record_row.ts";
import { selectRecords } from "./select.ts";
import { type SqlSession, statement } from "./session.ts";
import { SIGNATURES } from "./tables.ts";
import { upsertOf } from "./upsert.ts";

const STORED_ORG = `${SIGNATURES.name}.org_id`;

/** The stored signature or its organisation is another one. */
const IS_OTHER = `(${SIGNATURES.name}.signature is distinct from excluded.signature or ` +
  `${STORED_ORG} is distinct from excluded.org_id)`;

const IS_OWN = `(${STORED_ORG} is null or ${STORED_ORG} = excluded.org_id)`;

type Records = readonly SignatureRecord[];
type Rows = readonly ReadRow<SignatureRecord>[];

/** As `StoreWriter.saveSignatures`. */
export async function saveSignatures(
  session: SqlSession,
  records: Records,
): Promise<readonly SavedSignature[]> {
  return await saveAll(session, records, IS_OTHER);
}

/** As `StoreWriter.importSignatures`. */
export async function importSignatures(
  session: SqlSession,
  records: Records,
): Promise<readonly (SavedSignature | "foreign")[]> {
  const saved = await saveAll(session, records, `${IS_OWN} and ${IS_OTHER}`);
  return saved.map((one, at) => {
    const isOwn = fieldsOf<SignatureRecord>(one.row).orgId === records[at]!.orgId;
    return one.saved === "written" || isOwn ? one : "foreign";
  });
}

/** Those for one hash and key after each other, in their order; all others together. */
async function saveAll(
  session: SqlSession,
  records: Records,
  onlyIf: string,
): Promise<readonly SavedSignature[]> {
  const saved = new Map<number, SavedSignature>();
  for (const round of roundsOf(records)) {
    for (const places of chunksOf(round, session.dialect.mostRows)) {
      const outcomes = await saveTogether(session, places.map((at) => records[at]!), onlyIf);
      places.forEach((at, position) => saved.set(at, outcomes[position]!));
    }
  }
  return records.map((_, at) => saved.get(at)!);
}

/** Saves rows of different hashes or keys. Throws `store_corrupt` where the database has one neither before nor after. */
async function saveTogether(
  session: SqlSession,
  records: Records,
  onlyIf: string,
): Promise<readonly SavedSignature[]> {
  const written = byName(await insert(session, records, onlyIf));
  const left = records.filter((record) => !written.has(signedByText(record)));
  const where = isAmong(session, SIGNATURES.columns, left);
  const rows = left.length === 0 ? [] : await selectRecords(session, SIGNATURES, { where });
  const stored = byName(rows);
  return records.map((record) => {
    const name = signedByText(record);
    const [own, existing] = [written.get(name), stored.get(name)];
    if (own !== undefined) return { row: own, saved: "written" };
    if (existing !== undefined) return { row: existing, saved: "unchanged" };
    throw storedOtherwise("store the signatures in", session.place);
  });
}

/** The rows that were written. An existing row keeps its ID. */
async function insert(session: SqlSession, records: Records, onlyIf: string): Promise<Rows> {
  const upsert = upsertOf(session, SIGNATURES, { records, onlyIf });
  const { dialect } = session;
  const written = await session.returning(
    SIGNATURES,
    (table) =>
      statement(
        dialect,
        (bind) => `${upsert(table)(bind)} returning ${dialect.selected(SIGNATURES, "rows")}`,
      ),
  );
  return written.map((row) => readRecord(session, SIGNATURES, row));
}

/**
 * The places of the records, in rounds without two rows for one hash and key. They are in the order of the hashes, so
 * that two transactions that write the same rows do not wait for each other.
 */
function roundsOf(records: Records): readonly (readonly number[])[] {
  const rounds: number[][] = [];
  const times = new Map<string, number>();
  const hashAt = (at: number) => records[at]!.packageHash;
  const places = records.map((_, at) => at);
  for (const at of places.toSorted((one, other) => compare(hashAt(one), hashAt(other)))) {
    const name = signedByText(records[at]!);
    const time = times.get(name) ?? 0;
    times.set(name, time + 1);
    (rounds[time] ??= []).push(at);
  }
  return rounds;
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function byName(rows: Rows): ReadonlyMap<string, ReadRow<SignatureRecord>> {
  return new Map(rows.map((row) => [signedByText(fieldsOf(row)), row]));
}
