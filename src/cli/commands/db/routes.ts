import { buildCommand, buildRouteMap } from "@stricli/core";
import type { CliContext } from "../../context.ts";
import { JSON_FLAG, UNSAFE_MODES_FLAG } from "../../command_line/flags.ts";
import { examples } from "../../command_line/help.ts";
import { STORE_FLAGS } from "../../store/store_flags.ts";
import type { MigrateFlags } from "./migrate.ts";
import type { StatusFlags } from "./status.ts";

const migrateCommand = buildCommand<MigrateFlags, [], CliContext>({
  loader: () => import("./migrate.ts"),
  parameters: { flags: { json: JSON_FLAG, allowUnsafeModes: UNSAFE_MODES_FLAG, ...STORE_FLAGS } },
  docs: {
    brief: "Create the tables in a new database",
    fullDescription: examples(
      "Creates the engine's signing tables where they do not exist. Existing tables are never " +
        "altered.",
      "cloacina db migrate --database-url sqlite://./cloacina.db",
      "cloacina db migrate --database-url postgres://cloacina@localhost:5432/cloacina",
    ),
  },
});

const statusCommand = buildCommand<StatusFlags, [], CliContext>({
  loader: () => import("./status.ts"),
  parameters: { flags: { json: JSON_FLAG, ...STORE_FLAGS } },
  docs: {
    brief: "Show whether the store is ready to use",
    fullDescription: examples(
      "Shows who created the tables of the store, and which are missing or differ from what is " +
        "expected. Changes nothing.",
      "cloacina db status",
      "cloacina db status --json",
    ),
  },
});

/** `cloacina db …` */
export const dbRoutes = buildRouteMap({
  routes: { migrate: migrateCommand, status: statusCommand },
  docs: { brief: "Create and check database tables" },
});
