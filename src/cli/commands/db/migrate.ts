import { quoted } from "../../../domain/quoted.ts";
import type { CliContext } from "../../context.ts";
import { heedUnsafeModes, type UnsafeModesFlag } from "../../command_line/flags.ts";
import { type JsonFlag, printResult } from "../../terminal/output.ts";
import { type Migration, schemaFields, schemaJson } from "../../store/schema_output.ts";
import type { StoreFlags } from "../../store/store_flags.ts";

/** The flags of `db migrate`. */
export interface MigrateFlags extends UnsafeModesFlag, JsonFlag, StoreFlags {}

/** Creates the tables in a database that has none, so that the engine can start on them; existing tables stay. */
export default async function migrate(this: CliContext, flags: MigrateFlags): Promise<void> {
  heedUnsafeModes(this, flags);
  const { status, made, ungranted, location } = await this.withStore(flags, async ({ store }) => ({
    ...await store.migrate(),
    location: store.location,
  }), "allowed");
  await printResult(this.terminal, flags, {
    document: { ...schemaJson(location, status), changed: made.length > 0 },
    fields: [...schemaFields(location, status), ["changed", whatWasMade(made)]],
  });
  if (ungranted === undefined) return;
  const roles = ungranted.map(quoted).join(", ");
  await this.terminal.tell(
    `warning: these roles read signatures, and need SELECT on cloacina_statements too: ${roles}`,
  );
}

/** With all tables, whatever else belongs to them was made as well. */
function whatWasMade(made: Migration["made"]): string {
  if (made.includes("tables")) return WORDS.tables;
  return made.length === 0 ? "nothing" : made.map((one) => WORDS[one]).join(", ");
}

const WORDS: Readonly<Record<Migration["made"][number], string>> = {
  tables: "the tables were made",
  "API tokens": "the table of API tokens was made",
  statements: "the table of statements was made",
  "minimum versions": "the table of minimum versions was made",
  "engine record": "the engine's migrations were recorded",
  "key directory": "the key directory was made",
};
