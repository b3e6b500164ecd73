import { buildCommand, buildRouteMap } from "@stricli/core";
import type { API_ROLES } from "../../../domain/api_token.ts";
import { YES_FLAG } from "../../terminal/confirm.ts";
import type { CliContext } from "../../context.ts";
import {
  argument,
  flag,
  JSON_FLAG,
  NO_INPUT_FLAG,
  optionalText,
} from "../../command_line/flags.ts";
import { examples } from "../../command_line/help.ts";
import { REMOTE_FLAGS } from "../../server/remote_flags.ts";
import { PAGE_FLAGS, STORE_FLAGS } from "../../store/store_flags.ts";
import type { CreateTokenFlags } from "./create.ts";
import type { ListTokensFlags } from "./list.ts";
import type { RevokeTokenFlags } from "./revoke.ts";

const createCommand = buildCommand<CreateTokenFlags, [], CliContext>({
  loader: () => import("./create.ts"),
  parameters: {
    flags: {
      org: optionalText("ID", "The one organisation that it is for (else CLOACINA_ORG)"),
      allOrgs: flag("It is for all organisations"),
      role: {
        kind: "enum",
        values: ["read", "sign", "admin"] satisfies typeof API_ROLES,
        brief: "What it may do: look and verify; also sign; also manage keys, trust and tokens",
      },
      name: optionalText("NAME", "What the token is called"),
      expires: optionalText(
        "WHEN",
        "When it stops counting: 12h, 30d, 2w, or a time (default: never)",
      ),
      keyId: {
        ...optionalText(
          "ID",
          "With the role sign: a key that it signs with, and no other; repeatable",
        ),
        variadic: true,
      },
      json: JSON_FLAG,
      ...STORE_FLAGS,
      ...REMOTE_FLAGS,
    },
  },
  docs: {
    brief: "Make a token for the API",
    fullDescription: examples(
      "Makes a token by which a program uses `cloacina serve`. It is printed once, and kept nowhere. The first one is " +
        "made where the store is.",
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
      org: optionalText("ID", "Those for this one organisation (default: all that there are)"),
      all: flag("Also those that were revoked"),
      ...PAGE_FLAGS,
      json: JSON_FLAG,
      ...STORE_FLAGS,
      ...REMOTE_FLAGS,
    },
  },
  docs: {
    brief: "List the tokens for the API",
    fullDescription: examples(
      "Lists the tokens for the API, oldest first: what each may do, and whether it still counts.",
      "cloacina tokens list",
      'cloacina tokens list --org "$ORG" --all --json',
    ),
  },
});

const revokeCommand = buildCommand<RevokeTokenFlags, [string], CliContext>({
  loader: () => import("./revoke.ts"),
  parameters: {
    flags: {
      yes: YES_FLAG,
      noInput: NO_INPUT_FLAG,
      json: JSON_FLAG,
      ...STORE_FLAGS,
      ...REMOTE_FLAGS,
    },
    positional: argument("ID", "The token's id, never the token itself"),
  },
  docs: {
    brief: "Take a token for the API out of use",
    fullDescription: examples(
      "Takes a token out of use for ever, from the next request on.",
      'cloacina tokens revoke "$TOKEN_ID" --yes',
    ),
  },
});

/** `cloacina tokens …` */
export const tokensRoutes = buildRouteMap({
  routes: { create: createCommand, list: listCommand, revoke: revokeCommand },
  docs: { brief: "Make, list and revoke tokens for the API" },
});
