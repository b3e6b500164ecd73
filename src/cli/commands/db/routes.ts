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
    brief: "Make the tables in a database that has none",
    fullDescription: examples(
      "Makes the engine's signing tables in a fresh database. One that has them stays as it is; no table is altered.",
      "cloacina db migrate --database-url sqlite://./cloacina.db",
      "cloacina db migrate --database-url postgres://cloacina@localhost:5432/cloacina",
    ),
  },
});

const statusCommand = buildCommand<StatusFlags, [], CliContext>({
  loader: () => import("./status.ts"),
  parameters: { flags: { json: JSON_FLAG, ...STORE_FLAGS } },
  docs: {
    brief: "Show whether the store is ready",
    fullDescription: examples(
      "Shows whose tables the store has, and what is missing or not as it should be. Changes nothing.",
      "cloacina db status",
      "cloacina db status --json",
    ),
  },
});

/** `cloacina db …` */
export const dbRoutes = buildRouteMap({
  routes: { migrate: migrateCommand, status: statusCommand },
  docs: { brief: "Make and check the tables of a database" },
});
