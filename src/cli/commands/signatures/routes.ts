import { buildCommand, buildRouteMap } from "@stricli/core";
import type { CliContext } from "../../context.ts";
import {
  argumentList,
  CONFIRM_FLAGS,
  DRY_RUN_FLAG,
  flag,
  FORCE_FLAG,
  JSON_FLAG,
  optionalText,
  OUTPUT_FLAG,
} from "../../command_line/flags.ts";
import { examples } from "../../command_line/help.ts";
import { PACKAGE_FLAGS } from "../../package/package_flags.ts";
import { REMOTE_FLAGS } from "../../server/remote_flags.ts";
import { LIST_FLAGS } from "../../store/list_flags.ts";
import { ORG_FLAG, STORE_FLAGS } from "../../store/store_flags.ts";
import type { ExportSignatureFlags } from "./export.ts";
import type { ImportSignaturesFlags } from "./import.ts";
import type { ListSignaturesFlags } from "./list.ts";
import type { RemoveSignatureFlags } from "./remove.ts";

const listCommand = buildCommand<ListSignaturesFlags, [], CliContext>({
  loader: () => import("./list.ts"),
  parameters: {
    flags: {
      ...PACKAGE_FLAGS,
      org: optionalText(
        "UUID",
        "Only signatures of this organisation (default: $CLOACINA_ORG, unless a package is given)",
      ),
      ...LIST_FLAGS,
    },
  },
  docs: {
    brief: "List stored signatures",
    fullDescription: examples(
      "Lists the signatures in the store, oldest first; those of a package with what they state. " +
        "They are claims: nothing is verified.",
      "cloacina signatures list --package ./workflow.cloacina",
      'cloacina signatures list --org "$ORG" --json',
    ),
  },
});

const importCommand = buildCommand<ImportSignaturesFlags, readonly string[], CliContext>({
  loader: () => import("./import.ts"),
  parameters: {
    flags: {
      org: ORG_FLAG,
      package: optionalText("FILE", "Fail unless the signatures are of this package"),
      json: JSON_FLAG,
      ...STORE_FLAGS,
      ...REMOTE_FLAGS,
    },
    positional: argumentList("FILE.sig", "Detached signature file; - is standard input", 1),
  },
  docs: {
    brief: "Import signature files into the store",
    fullDescription: examples(
      "Verifies signatures against the keys that an organisation trusts, and saves them in the " +
        "store: all or none. This is how a signature from an air-gapped machine gets into the " +
        "server's database.",
      'cloacina signatures import ./workflow.cloacina.sig --org "$ORG"',
      'cloacina signatures import ./*.sig --package ./workflow.cloacina --org "$ORG"',
    ),
  },
});

const exportCommand = buildCommand<ExportSignatureFlags, [], CliContext>({
  loader: () => import("./export.ts"),
  parameters: {
    flags: {
      ...PACKAGE_FLAGS,
      signer: optionalText("FINGERPRINT", "Select the signature by this key; a prefix is enough"),
      output: OUTPUT_FLAG,
      force: FORCE_FLAG,
      json: JSON_FLAG,
      ...STORE_FLAGS,
      ...REMOTE_FLAGS,
    },
  },
  docs: {
    brief: "Export a stored signature to a file",
    fullDescription: examples(
      "Writes a signature from the store, with what it states, to standard output, or to a file with --output.",
      "cloacina signatures export --package workflow.cloacina > workflow.cloacina.sig",
      'cloacina signatures export --hash "$HASH" --output ./release.sig',
    ),
  },
});

const removeCommand = buildCommand<RemoveSignatureFlags, [], CliContext>({
  loader: () => import("./remove.ts"),
  parameters: {
    flags: {
      ...PACKAGE_FLAGS,
      fingerprint: optionalText(
        "FINGERPRINT",
        "Fingerprint of the key that signed; a prefix of at least eight characters is enough",
      ),
      id: optionalText("ID", "ID of the signature, instead of its package and signer"),
      org: optionalText("UUID", "Only a signature that this organisation stored"),
      force: flag("Remove it even if it is the last good signature of its package"),
      dryRun: DRY_RUN_FLAG,
      ...CONFIRM_FLAGS,
      json: JSON_FLAG,
      ...STORE_FLAGS,
      ...REMOTE_FLAGS,
    },
  },
  docs: {
    brief: "Remove a stored signature",
    fullDescription: examples(
      "Removes a signature from the store. The engine reads only the first signature of a package: " +
        "this removes one that it should not read, or one whose row is damaged.",
      'cloacina signatures remove --hash "$HASH" --fingerprint "$KEY" --dry-run',
      'cloacina signatures remove --hash "$HASH" --fingerprint "$FINGERPRINT" --yes',
    ),
  },
});

/** `cloacina signatures …` */
export const signaturesRoutes = buildRouteMap({
  routes: {
    list: listCommand,
    import: importCommand,
    export: exportCommand,
    remove: removeCommand,
  },
  docs: { brief: "List, import, export and remove stored signatures" },
});
