import { buildCommand, buildRouteMap } from "@stricli/core";
import type { CliContext } from "../../context.ts";
import { JSON_FLAG, NO_HEADER_FLAG, UNSAFE_MODES_FLAG } from "../../command_line/flags.ts";
import { examples } from "../../command_line/help.ts";
import { MASTER_KEY_FLAGS, STORE_FLAGS } from "../../store/store_flags.ts";
import type { CheckFlags } from "./check.ts";
import type { MigrateFlags } from "./migrate.ts";
import type { StatusFlags } from "./status.ts";

const migrateCommand = buildCommand<MigrateFlags, [], CliContext>({
  loader: () => import("./migrate.ts"),
  parameters: { flags: { json: JSON_FLAG, allowUnsafeModes: UNSAFE_MODES_FLAG, ...STORE_FLAGS } },
  docs: {
    brief: "Create or upgrade the tables",
    fullDescription: examples(
      "Creates the tables that are missing: the engine's signing tables, and cloacina's own for API " +
        "tokens, statements and minimum versions. Existing tables are never altered. Where " +
        "the engine needs it, its migrations are recorded as run. Run it again after an upgrade.",
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

const checkCommand = buildCommand<CheckFlags, [], CliContext>({
  loader: () => import("./check.ts"),
  parameters: { flags: { noHeader: NO_HEADER_FLAG, json: JSON_FLAG, ...MASTER_KEY_FLAGS } },
  docs: {
    brief: "Check every row of the store",
    fullDescription: examples(
      "Checks every key, grant, signature and token: that its row is not damaged, that a key has " +
        "its fingerprint, that the master key, if there is one, opens each private key, and that " +
        "each signature is valid under the key that it names. Prints the bad rows. Changes nothing.",
      "cloacina db check --master-key ./master.key",
      "cloacina db check --json",
    ),
  },
});

/** `cloacina db …` */
export const dbRoutes = buildRouteMap({
  routes: { migrate: migrateCommand, status: statusCommand, check: checkCommand },
  docs: { brief: "Create and check database tables" },
});
