import type { CliContext } from "../../context.ts";
import { type JsonFlag, printResult } from "../../output.ts";
import { schemaFields, schemaJson } from "../../schema_output.ts";
import type { StoreFlags } from "../../store_flags.ts";

/** The flags of `db migrate`. */
export interface MigrateFlags extends JsonFlag, StoreFlags {}

/** Makes the tables in a database that has none; a database that has them stays as it is. */
export default async function migrate(this: CliContext, flags: MigrateFlags): Promise<void> {
  const { before, after, location } = await this.withStore(flags, async ({ store }) => ({
    before: await store.schemaStatus(),
    after: await store.migrate(),
    location: store.location,
  }));
  const made = !before.isReady && after.isReady;
  await printResult(this.terminal, flags, { ...schemaJson(location, after), changed: made }, [
    ...schemaFields(location, after),
    ["changed", made ? "the tables were made" : "nothing"],
  ]);
}
