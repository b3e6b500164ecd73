import { buildCommand, buildRouteMap } from "@stricli/core";
import type { CliContext } from "../../context.ts";
import {
  argumentList,
  FORCE_FLAG,
  JSON_FLAG,
  optionalText,
  OUTPUT_FLAG,
} from "../../command_line/flags.ts";
import { examples } from "../../command_line/help.ts";
import { PACKAGE_FLAGS } from "../../package/package_choice.ts";
import { REMOTE_FLAGS } from "../../server/remote_flags.ts";
import { ORG_FLAG, PAGE_FLAGS, STORE_FLAGS } from "../../store/store_flags.ts";
import type { ExportSignatureFlags } from "./export.ts";
import type { ImportSignaturesFlags } from "./import.ts";
import type { ListSignaturesFlags } from "./list.ts";

const listCommand = buildCommand<ListSignaturesFlags, [], CliContext>({
  loader: () => import("./list.ts"),
  parameters: {
    flags: {
      ...PACKAGE_FLAGS,
      org: optionalText(
        "ID",
        "Those of this organisation (else CLOACINA_ORG, unless a package is named)",
      ),
      ...PAGE_FLAGS,
      json: JSON_FLAG,
      ...STORE_FLAGS,
      ...REMOTE_FLAGS,
    },
  },
  docs: {
    brief: "List stored signatures",
    fullDescription: examples(
      "Lists signatures of the store, oldest first: all, those of an organisation, or those of a package. They are " +
        "claims: nothing is checked.",
      "cloacina signatures list --package ./libworkflow.so",
      'cloacina signatures list --org "$ORG" --json',
    ),
  },
});

const importCommand = buildCommand<ImportSignaturesFlags, readonly string[], CliContext>({
  loader: () => import("./import.ts"),
  parameters: {
    flags: {
      org: ORG_FLAG,
      package: optionalText("FILE", "Make sure that they are signatures of this package"),
      json: JSON_FLAG,
      ...STORE_FLAGS,
      ...REMOTE_FLAGS,
    },
    positional: argumentList("FILE.sig", "A detached signature; - is standard input", 1),
  },
  docs: {
    brief: "Store signatures that were made elsewhere",
    fullDescription: examples(
      "Verifies signatures against the keys that an organisation trusts, and stores them: all or none. So a signature " +
        "that was made on an air-gapped machine reaches the server's database.",
      'cloacina signatures import ./libworkflow.so.sig --org "$ORG"',
      'cloacina signatures import ./libworkflow.so.sig --package ./libworkflow.so --org "$ORG"',
    ),
  },
});

const exportCommand = buildCommand<ExportSignatureFlags, [], CliContext>({
  loader: () => import("./export.ts"),
  parameters: {
    flags: {
      ...PACKAGE_FLAGS,
      signer: optionalText("FINGERPRINT", "Of several the one by this key; how it begins will do"),
      output: OUTPUT_FLAG,
      force: FORCE_FLAG,
      json: JSON_FLAG,
      ...STORE_FLAGS,
      ...REMOTE_FLAGS,
    },
  },
  docs: {
    brief: "Write a stored signature into a file",
    fullDescription: examples(
      "Writes a signature of the store as the file that lies beside a package.",
      "cloacina signatures export --package ./libworkflow.so --output ./libworkflow.so.sig",
      'cloacina signatures export --hash "$HASH" > libworkflow.so.sig',
    ),
  },
});

/** `cloacina signatures …` */
export const signaturesRoutes = buildRouteMap({
  routes: { list: listCommand, import: importCommand, export: exportCommand },
  docs: { brief: "List, import and export stored signatures" },
});
