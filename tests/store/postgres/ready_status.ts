import { ALL_OWN_TABLES } from "../../contracts/store/own_tables.ts";

/** The state of tables that a migration of ours has made. */
export const READY = {
  schema: "public",
  owner: "cloacina",
  isReady: true,
  ownTables: ALL_OWN_TABLES,
  problems: [],
} as const;
