import type { RowFault } from "../../../domain/row_fault.ts";
import { CloacinaError } from "../../../errors.ts";
import { type CheckedRows, checkRows } from "../../../operations/db/check.ts";
import type { LocalParts } from "../../../operations/parts.ts";
import type { NoHeaderFlag } from "../../command_line/flags.ts";
import type { CliContext } from "../../context.ts";
import { STATE_ANEW } from "../../package/stored_statements.ts";
import { findMasterKey, requireKept } from "../../secrets/master_key_source.ts";
import type { MasterKeyFlags } from "../../store/store_flags.ts";
import { type ItemFormat, itemPrinter } from "../../terminal/item_printer.ts";
import { ITEMS_AT_ONCE } from "../../terminal/list_pages.ts";
import type { JsonFlag } from "../../terminal/output.ts";

/** The flags of `db check`. */
export interface CheckFlags extends JsonFlag, NoHeaderFlag, MasterKeyFlags {}

/** How much was checked, and how many rows showed what. */
interface Checked {
  readonly damagedIn: Set<string>;
  rows: number;
  faults: number;
  withoutKey: number;
  opened: number;
  closed: number;
}

/** Checks every row of the store, and prints the bad ones. Returns an error, already printed, if any. */
export default async function check(
  this: CliContext,
  flags: CheckFlags,
): Promise<CloacinaError | undefined> {
  const { checked, hasMasterKey } = await this.withStore(flags, async ({ store }) => {
    const found = await findMasterKey(this, flags, store);
    const masterKey = found?.key ?? null;
    const checked = await checkAll(this, flags, { store, masterKey })
      .finally(() => masterKey?.fill(0));
    if (found !== null && checked.closed > 0) await requireKept(store, found);
    return { checked, hasMasterKey: masterKey !== null };
  });
  const { terminal } = this;
  const { rows, faults } = checked;
  await terminal.note(`note: rows checked: ${rows}; bad rows: ${faults}`);
  if (!hasMasterKey) {
    await terminal.tell("warning: no master key was given, so no private key was opened");
  }
  if (checked.withoutKey > 0) {
    await terminal.tell(
      "warning: signatures and statements not verified, as the store has no key of their signers: " +
        checked.withoutKey,
    );
  }
  const failure = failureOf(checked);
  if (failure !== undefined) await terminal.error(failure);
  return failure;
}

/** Prints the bad ones while the rows are walked through, as soon as there is a page of it. */
async function checkAll(
  { terminal }: CliContext,
  flags: CheckFlags,
  { store, masterKey }: Parameters<typeof checkRows>[0],
): Promise<Checked> {
  const printer = itemPrinter(terminal, flags, FORMAT);
  const counts = { rows: 0, faults: 0, withoutKey: 0, opened: 0, closed: 0 };
  const checked: Checked = { ...counts, damagedIn: new Set() };
  let waiting: RowFault[] = [];
  await terminal.withProgress(() => countRows(store), async (onRows) => {
    for await (const part of checkRows({ store, masterKey })) {
      onRows(part.count);
      add(checked, part);
      waiting.push(...part.faults);
      if (waiting.length < ITEMS_AT_ONCE) continue;
      await printer.add(waiting);
      waiting = [];
    }
  });
  await printer.add(waiting);
  await printer.end();
  return checked;
}

function add(checked: Checked, part: CheckedRows): void {
  const { count, faults, damagedIn, withoutKey, opened, closed } = part;
  if (damagedIn !== null) checked.damagedIn.add(damagedIn);
  checked.rows += count;
  checked.faults += faults.length;
  checked.withoutKey += withoutKey;
  checked.opened += opened;
  checked.closed += closed;
}

/** How many signing keys and signatures there are, of which most stores consist. */
async function countRows({ withDamaged }: LocalParts["store"]): Promise<number> {
  const page = { limit: 1, offset: 0 };
  const keys = await withDamaged.listSigningKeys({ orgId: null, includeRevoked: true }, page);
  const signatures = await withDamaged.listSignatures({ orgId: null, fingerprint: null }, page);
  return keys.total + signatures.total;
}

/** A key that does not open may be sound, under another master key: no hint says to revoke it. */
function failureOf(
  { rows, faults, opened, closed, damagedIn }: Checked,
): CloacinaError | undefined {
  if (faults === 0) return undefined;
  const are = faults === 1 ? "is" : "are";
  const message = `Cannot rely on every row: ${faults} of ${rows} ${are} bad`;
  if (closed > 0 && opened === 0) {
    const state = "the master key opens no private key of this store";
    return new CloacinaError("wrong_master_key", `${message}, and ${state}`, { hint: CLOSED });
  }
  const hint = closed === 0
    ? `restore these rows from a backup${remedies(damagedIn)}`
    : closed === faults
    ? CLOSED
    : `where a private key does not open, ${CLOSED}; restore the other rows from a backup${
      remedies(damagedIn)
    }`;
  return new CloacinaError("store_corrupt", message, { hint });
}

const CLOSED =
  "this may be another master key than that of these private keys: `cloacina master-key check` shows which it opens";

/** What else helps, for each kind of row; of some, nothing does. */
function remedies(tables: ReadonlySet<string>): string {
  const known = Object.entries(REMEDIES).filter(([table]) => tables.has(table));
  if (known.length === 0) return "";
  return `, or for ${known.map(([table, remedy]) => `${table}: ${remedy}`).join("; for ")}`;
}

/** Only a backup mends a minimum version: where it is removed, older versions pass. */
const REMEDIES = {
  signing_keys: "`cloacina keys revoke ID`",
  trusted_keys: "`cloacina keys trusted revoke ID --org ORG`",
  key_trust_acls: "`cloacina orgs revoke-trust --from ORG --to ORG`",
  package_signatures: "`cloacina signatures remove --id ID`",
  cloacina_statements: STATE_ANEW,
  cloacina_api_tokens: "`cloacina tokens revoke ID`",
} as const;

const FORMAT: ItemFormat<RowFault> = {
  columns: [{ title: "table" }, { title: "id" }, { title: "fault", shortenTo: 20 }],
  toJson: ({ table, id, fault }) => ({ table, id, fault }),
  toRow: ({ table, id, fault }) => [table, id ?? "unknown", fault],
};
