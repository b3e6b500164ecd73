import { buildCommand, buildRouteMap } from "@stricli/core";
import type { API_ROLES } from "../../../domain/api_token.ts";
import type { CliContext } from "../../context.ts";
import {
  argument,
  CONFIRM_FLAGS,
  flag,
  JSON_FLAG,
  optionalText,
} from "../../command_line/flags.ts";
import { examples } from "../../command_line/help.ts";
import { REMOTE_FLAGS } from "../../server/remote_flags.ts";
import { IDS_ONLY_FLAG, LIST_FLAGS } from "../../store/list_flags.ts";
import { STORE_FLAGS } from "../../store/store_flags.ts";
import type { CreateTokenFlags } from "./create.ts";
import type { ListTokensFlags } from "./list.ts";
import type { RevokeTokenFlags } from "./revoke.ts";

const createCommand = buildCommand<CreateTokenFlags, [], CliContext>({
  loader: () => import("./create.ts"),
  parameters: {
    flags: {
      org: optionalText("UUID", "Limit the token to this organisation (default: $CLOACINA_ORG)"),
      allOrgs: flag("Allow all organisations"),
      role: {
        kind: "enum",
        values: ["read", "sign", "admin"] satisfies typeof API_ROLES,
        brief: "read: list and verify; sign: also sign; admin: also manage keys, trust and tokens",
      },
      name: optionalText("NAME", "Name of the token"),
      expires: optionalText(
        "TIME",
        "Expiry: 12h, 30d, 2w, a day or an RFC 3339 time (default: never)",
      ),
      keyId: {
        ...optionalText(
          "KEY",
          "Limit the role sign to this key",
        ),
        variadic: true,
      },
      json: JSON_FLAG,
      ...STORE_FLAGS,
      ...REMOTE_FLAGS,
    },
  },
  docs: {
    brief: "Create an API token",
    fullDescription: examples(
      "Creates a token for `cloacina serve`. It is printed once and not stored. Create the " +
        "first one on the machine that has the store.",
      'cloacina tokens create --org "$ORG" --role sign --name "ci" --expires 30d',
      'cloacina tokens create --org "$ORG" --role sign --key-id release-key --json',
      "cloacina tokens create --all-orgs --role admin --expires 12h",
    ),
  },
});

const listCommand = buildCommand<ListTokensFlags, [], CliContext>({
  loader: () => import("./list.ts"),
  parameters: {
    flags: {
      org: optionalText("UUID", "Only tokens for this organisation (default: all)"),
      all: flag("Include revoked tokens"),
      idsOnly: IDS_ONLY_FLAG,
      ...LIST_FLAGS,
    },
  },
  docs: {
    brief: "List API tokens",
    fullDescription: examples(
      "Lists the API tokens, oldest first, with their role and whether they are still valid.",
      "cloacina tokens list",
      'cloacina tokens list --org "$ORG" --all --json',
    ),
  },
});

const revokeCommand = buildCommand<RevokeTokenFlags, [string], CliContext>({
  loader: () => import("./revoke.ts"),
  parameters: {
    flags: {
      ...CONFIRM_FLAGS,
      json: JSON_FLAG,
      ...STORE_FLAGS,
      ...REMOTE_FLAGS,
    },
    positional: argument("ID", "ID of the token, not the token itself"),
  },
  docs: {
    brief: "Revoke an API token",
    fullDescription: examples(
      "Revokes a token from the next request on, which cannot be undone.",
      'cloacina tokens revoke "$TOKEN_ID" --yes',
    ),
  },
});

/** `cloacina tokens …` */
export const tokensRoutes = buildRouteMap({
  routes: { create: createCommand, list: listCommand, revoke: revokeCommand },
  docs: { brief: "Create, list and revoke API tokens" },
});
