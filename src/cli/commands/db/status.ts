import type { CliContext } from "../../context.ts";
import { type JsonFlag, printFindings } from "../../terminal/output.ts";
import type { CloacinaError } from "../../../errors.ts";
import { readinessError, schemaFields, schemaJson } from "../../store/schema_output.ts";
import type { StoreFlags } from "../../store/store_flags.ts";

/** The flags of `db status`. */
export interface StatusFlags extends JsonFlag, StoreFlags {}

/**
 * Shows who created the tables of a store, and what is missing or different. Changes nothing. Returns, already printed,
 * that the store is not ready.
 */
export default async function status(
  this: CliContext,
  flags: StatusFlags,
): Promise<CloacinaError | undefined> {
  const { location, schema } = await this.withStore(flags, async ({ store }) => ({
    location: store.location,
    schema: await store.schemaStatus(),
  }), "allowed");
  return await printFindings(this.terminal, flags, {
    document: schemaJson(location, schema),
    fields: schemaFields(location, schema),
    failure: readinessError(location, schema),
  });
}
