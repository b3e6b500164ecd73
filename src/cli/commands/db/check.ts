import type { RowFault } from "../../../domain/row_fault.ts";
import { CloacinaError } from "../../../errors.ts";
import { checkRows } from "../../../operations/db/check.ts";
import type { LocalParts } from "../../../operations/parts.ts";
import type { NoHeaderFlag } from "../../command_line/flags.ts";
import type { CliContext } from "../../context.ts";
import { findMasterKey } from "../../secrets/master_key_source.ts";
import type { MasterKeyFlags } from "../../store/store_flags.ts";
import { type ItemFormat, itemPrinter } from "../../terminal/item_printer.ts";
import { ITEMS_AT_ONCE } from "../../terminal/list_pages.ts";
import type { JsonFlag } from "../../terminal/output.ts";

/** The flags of `db check`. */
export interface CheckFlags extends JsonFlag, NoHeaderFlag, MasterKeyFlags {}

/** How much was checked. */
interface Checked {
  readonly rows: number;
  readonly faults: number;
  readonly withoutKey: number;
  readonly hasMasterKey: boolean;
}

/** Checks every row of the store, and prints those that do not hold. Returns an error, already printed, if any. */
export default async function check(
  this: CliContext,
  flags: CheckFlags,
): Promise<CloacinaError | undefined> {
  const checked = await this.withStore(flags, async ({ store }) => {
    const found = await findMasterKey(this, flags, store);
    const masterKey = found?.key ?? null;
    return await checkAll(this, flags, { store, masterKey }).finally(() => masterKey?.fill(0));
  });
  const { terminal } = this;
  const { rows, faults } = checked;
  await terminal.note(`note: rows checked: ${rows}; rows that do not hold: ${faults}`);
  if (!checked.hasMasterKey) {
    await terminal.tell("warning: no master key was given, so no private key was opened");
  }
  if (checked.withoutKey > 0) {
    await terminal.tell(
      `warning: signatures not verified, as the store has no key of their signers: ${checked.withoutKey}`,
    );
  }
  const failure = failureOf(checked);
  if (failure !== undefined) await terminal.error(failure);
  return failure;
}

/** Prints what does not hold while the rows are walked through, as soon as there is a page of it. */
async function checkAll(
  { terminal }: CliContext,
  flags: CheckFlags,
  { store, masterKey }: Parameters<typeof checkRows>[0],
): Promise<Checked> {
  const printer = itemPrinter(terminal, flags, FORMAT);
  let [rows, faults, withoutKey]: [number, number, number] = [0, 0, 0];
  let waiting: RowFault[] = [];
  await terminal.withProgress(() => countRows(store), async (onRows) => {
    for await (const part of checkRows({ store, masterKey })) {
      onRows(part.count);
      rows += part.count;
      faults += part.faults.length;
      withoutKey += part.withoutKey;
      waiting.push(...part.faults);
      if (waiting.length < ITEMS_AT_ONCE) continue;
      await printer.add(waiting);
      waiting = [];
    }
  });
  await printer.add(waiting);
  await printer.end();
  return { rows, faults, withoutKey, hasMasterKey: masterKey !== null };
}

/** How many signing keys and signatures there are, of which most stores consist. */
async function countRows({ withDamaged }: LocalParts["store"]): Promise<number> {
  const page = { limit: 1, offset: 0 };
  const keys = await withDamaged.listSigningKeys({ orgId: null, includeRevoked: true }, page);
  const signatures = await withDamaged.listSignatures({ orgId: null, fingerprint: null }, page);
  return keys.total + signatures.total;
}

function failureOf({ rows, faults }: Checked): CloacinaError | undefined {
  if (faults === 0) return undefined;
  const message = `Cannot rely on every row: ${faults} of ${rows} do not hold`;
  return new CloacinaError("store_corrupt", message, {
    hint: "restore these rows from a backup, or revoke or remove them by their IDs",
  });
}

const FORMAT: ItemFormat<RowFault> = {
  columns: [{ title: "table" }, { title: "id" }, { title: "fault", shortenTo: 20 }],
  toJson: ({ table, id, fault }) => ({ table, id, fault }),
  toRow: ({ table, id, fault }) => [table, id ?? "unknown", fault],
};
