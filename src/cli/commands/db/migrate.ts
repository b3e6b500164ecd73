import type { CliContext } from "../../context.ts";
import { heedUnsafeModes, type UnsafeModesFlag } from "../../command_line/flags.ts";
import { type JsonFlag, printResult } from "../../terminal/output.ts";
import { schemaFields, schemaJson, type SchemaStatus } from "../../store/schema_output.ts";
import type { StoreFlags } from "../../store/store_flags.ts";

/** The flags of `db migrate`. */
export interface MigrateFlags extends UnsafeModesFlag, JsonFlag, StoreFlags {}

/** Creates the tables in a database that has none, so that the engine can start on them; existing tables stay. */
export default async function migrate(this: CliContext, flags: MigrateFlags): Promise<void> {
  heedUnsafeModes(this, flags);
  const { before, after, location } = await this.withStore(flags, async ({ store }) => ({
    before: await store.schemaStatus(),
    after: await store.migrate(),
    location: store.location,
  }), "allowed");
  const made = whatWasMade(before, after);
  const changed = made !== null;
  await printResult(this.terminal, flags, {
    document: { ...schemaJson(location, after), changed },
    fields: [...schemaFields(location, after), ["changed", made ?? "nothing"]],
  });
}

function whatWasMade(before: SchemaStatus, after: SchemaStatus): string | null {
  if (!before.isReady && after.isReady) return "the tables were made";
  const made = [
    ...(!before.hasApiTokens && after.hasApiTokens ? ["the table of API tokens was made"] : []),
    ...(before.engineFault !== undefined && after.engineFault === undefined
      ? ["the engine's migrations were recorded"]
      : []),
  ];
  return made.length === 0 ? null : made.join(", ");
}
