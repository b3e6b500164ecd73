import { buildCommand, buildRouteMap } from "@stricli/core";
import type { CliContext } from "../../context.ts";
import {
  CONFIRM_FLAGS,
  flag,
  FORCE_FLAG,
  JSON_FLAG,
  NO_HEADER_FLAG,
  optionalText,
  OUTPUT_FLAG,
  requiredText,
} from "../../command_line/flags.ts";
import { examples } from "../../command_line/help.ts";
import { REMOTE_FLAGS } from "../../server/remote_flags.ts";
import { IDS_ONLY_FLAG, LIST_FLAGS } from "../../store/list_flags.ts";
import { ORG_FLAG, STORE_FLAGS } from "../../store/store_flags.ts";
import type { GraphFlags } from "./graph.ts";
import type { GrantTrustFlags } from "./grant_trust.ts";
import type { ListOrgsFlags } from "./list.ts";
import type { ListMinimumsFlags } from "./list_minimums.ts";
import type { ListTrustFlags } from "./list_trust.ts";
import type { RemoveMinimumFlags } from "./remove_minimum.ts";
import type { RevokeTrustFlags } from "./revoke_trust.ts";

const GRANT_FLAGS = {
  from: requiredText("UUID", "Organisation that grants trust"),
  to: requiredText("UUID", "Organisation whose trusted keys it accepts"),
} as const;

const grantTrustCommand = buildCommand<GrantTrustFlags, [], CliContext>({
  loader: () => import("./grant_trust.ts"),
  parameters: { flags: { ...GRANT_FLAGS, json: JSON_FLAG, ...STORE_FLAGS, ...REMOTE_FLAGS } },
  docs: {
    brief: "Trust the keys of another organisation",
    fullDescription: examples(
      "Makes an organisation accept every key that another organisation trusts itself. Grants " +
        "are not transitive.",
      'cloacina orgs grant-trust --from "$PARENT" --to "$CHILD"',
    ),
  },
});

const revokeTrustCommand = buildCommand<RevokeTrustFlags, [], CliContext>({
  loader: () => import("./revoke_trust.ts"),
  parameters: {
    flags: {
      ...GRANT_FLAGS,
      ...CONFIRM_FLAGS,
      json: JSON_FLAG,
      ...STORE_FLAGS,
      ...REMOTE_FLAGS,
    },
  },
  docs: {
    brief: "Revoke a grant of trust",
    fullDescription: examples(
      "Revokes a grant of trust. Keys that the organisation trusts itself stay trusted.",
      'cloacina orgs revoke-trust --from "$PARENT" --to "$CHILD" --yes',
    ),
  },
});

const listCommand = buildCommand<ListOrgsFlags, [], CliContext>({
  loader: () => import("./list.ts"),
  parameters: {
    flags: {
      idsOnly: IDS_ONLY_FLAG,
      ...LIST_FLAGS,
    },
  },
  docs: {
    brief: "List the organisations in the store",
    fullDescription: examples(
      "Lists the organisations that have keys or grants of trust in the store, and how many active " +
        "keys of their own. From a server it takes a token for all organisations.",
      "cloacina orgs list",
      "cloacina orgs list --ids-only",
    ),
  },
});

const listTrustCommand = buildCommand<ListTrustFlags, [], CliContext>({
  loader: () => import("./list_trust.ts"),
  parameters: {
    flags: {
      org: ORG_FLAG,
      all: flag("Include revoked grants"),
      noHeader: NO_HEADER_FLAG,
      json: JSON_FLAG,
      ...STORE_FLAGS,
      ...REMOTE_FLAGS,
    },
  },
  docs: {
    brief: "List grants of trust",
    fullDescription: examples(
      "Lists the grants of trust that an organisation made, then those that it received.",
      'cloacina orgs list-trust --org "$ORG"',
    ),
  },
});

const listMinimumsCommand = buildCommand<ListMinimumsFlags, [], CliContext>({
  loader: () => import("./list_minimums.ts"),
  parameters: { flags: { org: ORG_FLAG, ...LIST_FLAGS } },
  docs: {
    brief: "List the minimum versions of packages",
    fullDescription: examples(
      "Lists the highest version of each name that `package verify --minimum-version store` has " +
        "accepted for an organisation: it accepts nothing older.",
      'cloacina orgs list-minimums --org "$ORG"',
    ),
  },
});

const removeMinimumCommand = buildCommand<RemoveMinimumFlags, [], CliContext>({
  loader: () => import("./remove_minimum.ts"),
  parameters: {
    flags: {
      org: ORG_FLAG,
      name: requiredText("NAME", "Name that the packages claim"),
      ...CONFIRM_FLAGS,
      json: JSON_FLAG,
      ...STORE_FLAGS,
      ...REMOTE_FLAGS,
    },
  },
  docs: {
    brief: "Remove the minimum version of a package",
    fullDescription: examples(
      "Removes the minimum version of a name, as when it was raised too far. The next package of " +
        "that name that is accepted sets it anew.",
      'cloacina orgs remove-minimum --org "$ORG" --name workflow --yes',
    ),
  },
});

const graphCommand = buildCommand<GraphFlags, [], CliContext>({
  loader: () => import("./graph.ts"),
  parameters: {
    flags: {
      org: optionalText("UUID", "Show what this organisation trusts (default: $CLOACINA_ORG)"),
      allOrgs: flag("Show all organisations, which is the default without CLOACINA_ORG"),
      format: {
        kind: "enum",
        values: ["text", "svg", "mermaid", "dot"],
        brief: "Output format (default: text)",
        optional: true,
      },
      output: OUTPUT_FLAG,
      force: FORCE_FLAG,
      json: JSON_FLAG,
      ...STORE_FLAGS,
      ...REMOTE_FLAGS,
    },
  },
  docs: {
    brief: "Draw who trusts whom",
    fullDescription: examples(
      "Draws organisations, their keys and the grants of trust between them, with what is revoked. " +
        "For one organisation: the keys that it trusts itself, those that it accepts by its grants, " +
        "which are followed one step only, and who accepts its keys.",
      'cloacina orgs graph --org "$ORG"',
      "cloacina orgs graph --all-orgs --format svg --output trust.svg",
      'cloacina orgs graph --org "$ORG" --format mermaid',
    ),
  },
});

/** `cloacina orgs …` */
export const orgsRoutes = buildRouteMap({
  routes: {
    list: listCommand,
    grantTrust: grantTrustCommand,
    revokeTrust: revokeTrustCommand,
    listTrust: listTrustCommand,
    listMinimums: listMinimumsCommand,
    removeMinimum: removeMinimumCommand,
    graph: graphCommand,
  },
  docs: { brief: "List organisations, and manage trust between them" },
});
