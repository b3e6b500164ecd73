import { buildCommand, buildRouteMap } from "@stricli/core";
import type { CliContext } from "../../context.ts";
import {
  argument,
  CONFIRM_FLAGS,
  DRY_RUN_FLAG,
  flag,
  JSON_FLAG,
  optionalText,
} from "../../command_line/flags.ts";
import { examples } from "../../command_line/help.ts";
import { REMOTE_FLAGS } from "../../server/remote_flags.ts";
import { LIST_FLAGS } from "../../store/list_flags.ts";
import { ORG_FLAG, STORE_FLAGS } from "../../store/store_flags.ts";
import type { TrustFlags } from "./trust.ts";
import type { ListTrustedFlags } from "./trusted/list.ts";
import type { RevokeTrustedFlags } from "./trusted/revoke.ts";

/** `cloacina keys trust` */
export const trustCommand = buildCommand<TrustFlags, [string?], CliContext>({
  loader: () => import("./trust.ts"),
  parameters: {
    flags: {
      // Before KEY|FILE was an argument, a file was given with this flag.
      import: { ...optionalText("FILE", "As the argument FILE"), hidden: true },
      name: optionalText("NAME", "Name of the key"),
      org: ORG_FLAG,
      json: JSON_FLAG,
      ...STORE_FLAGS,
      ...REMOTE_FLAGS,
    },
    positional: {
      kind: "tuple",
      parameters: [{
        parse: String,
        placeholder: "KEY|FILE",
        brief:
          "Public key in any format, or a PEM bundle: a file, env:VAR, - for standard input, or " +
          "the key itself as ed25519:BASE64 or an OpenSSH line; or the name or ID of a signing key " +
          "in the store",
        optional: true,
      }],
    },
  },
  docs: {
    brief: "Trust a public key",
    fullDescription: examples(
      "Makes an organisation accept signatures by a key: by one in a file, or by a signing key in " +
        "the store. A name that is both is refused; ./NAME is the file. A key that the " +
        "organisation had stopped trusting is trusted again.",
      'cloacina keys trust ./release-key.pub.pem --name release --org "$ORG"',
      'cloacina keys trust release-key --org "$ORG"',
      'cat trusted-keys/* | cloacina keys trust - --org "$ORG"',
    ),
  },
});

const listTrustedCommand = buildCommand<ListTrustedFlags, [], CliContext>({
  loader: () => import("./trusted/list.ts"),
  parameters: {
    flags: {
      org: ORG_FLAG,
      all: flag("Include revoked keys"),
      ...LIST_FLAGS,
    },
  },
  docs: {
    brief: "List trusted keys of an organisation",
    fullDescription: examples(
      "Lists the keys that an organisation accepts signatures from: its own trusted keys, and " +
        "those of the organisations that it trusts (`orgs grant-trust`).",
      'cloacina keys trusted list --org "$ORG"',
      'cloacina keys trusted list --org "$ORG" --all --json',
    ),
  },
});

const revokeTrustedCommand = buildCommand<RevokeTrustedFlags, [string], CliContext>({
  loader: () => import("./trusted/revoke.ts"),
  parameters: {
    flags: {
      dryRun: DRY_RUN_FLAG,
      ...CONFIRM_FLAGS,
      org: ORG_FLAG,
      json: JSON_FLAG,
      ...STORE_FLAGS,
      ...REMOTE_FLAGS,
    },
    positional: argument(
      "KEY",
      "Trusted key: its fingerprint, a prefix of at least eight characters, or its name",
    ),
  },
  docs: {
    brief: "Stop trusting a key",
    fullDescription: examples(
      "Makes an organisation refuse all signatures by a key, even if an organisation that it " +
        "trusts accepts them.",
      'cloacina keys trusted revoke 21fe31dfa154a261 --org "$ORG" --dry-run',
      'cloacina keys trusted revoke 21fe31dfa154a261 --org "$ORG" --yes',
    ),
  },
});

/** `cloacina keys trusted …` */
export const trustedRoutes = buildRouteMap({
  routes: { list: listTrustedCommand, revoke: revokeTrustedCommand },
  docs: { brief: "List and revoke trusted keys" },
});
