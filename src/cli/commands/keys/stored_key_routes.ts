import { buildCommand } from "@stricli/core";
import { YES_FLAG } from "../../terminal/confirm.ts";
import type { CliContext } from "../../context.ts";
import { argument, DRY_RUN_FLAG, flag, FORCE_FLAG, JSON_FLAG } from "../../command_line/flags.ts";
import {
  NEW_PASSPHRASE_FILE_FLAG,
  NO_INPUT_FLAG,
  optionalText,
  OUTPUT_FLAG,
  requiredText,
} from "../../command_line/flags.ts";
import { UNSAFE_MODES_FLAG } from "../../command_line/flags.ts";
import { examples } from "../../command_line/help.ts";
import { REMOTE_FLAGS } from "../../server/remote_flags.ts";
import { MASTER_KEY_FLAGS, ORG_FLAG, PAGE_FLAGS, STORE_FLAGS } from "../../store/store_flags.ts";
import type { ExportFlags } from "./export.ts";
import type { ImportFlags } from "./import.ts";
import type { ListFlags } from "./list.ts";
import type { RevokeFlags } from "./revoke.ts";
import type { RotateFlags } from "./rotate.ts";

const KEY_ARGUMENT = argument(
  "ID",
  "The key: its id or fingerprint, how one of them begins (8 or more), or its name with --org",
);

/** `cloacina keys import` */
export const importCommand = buildCommand<ImportFlags, [string], CliContext>({
  loader: () => import("./import.ts"),
  parameters: {
    flags: {
      name: requiredText("NAME", "What the key is called"),
      org: ORG_FLAG,
      trust: flag("Let the organisation accept what it signs"),
      private: flag(
        "The 32 bytes of a raw, hex or base64 file, which cannot say it, are a private key",
      ),
      keyPassphraseFile: optionalText(
        "FILE",
        "Read the passphrase of the imported file from this file (else CLOACINA_KEY_PASSPHRASE, " +
          "else as for the key directory)",
      ),
      json: JSON_FLAG,
      allowUnsafeModes: UNSAFE_MODES_FLAG,
      ...MASTER_KEY_FLAGS,
      ...REMOTE_FLAGS,
    },
    positional: argument("FILE", "A private key in any format; - is standard input"),
  },
  docs: {
    brief: "Take a private key into the store",
    fullDescription: examples(
      "Seals a private key of any format into the store. The file stays as it is.",
      'cloacina keys import ./release.pem --name "release-key" --org "$ORG"',
      'cloacina keys import ~/.ssh/id_ed25519 --name "my-key" --org "$ORG" --trust',
    ),
  },
});

/** `cloacina keys list` */
export const listCommand = buildCommand<ListFlags, [], CliContext>({
  loader: () => import("./list.ts"),
  parameters: {
    flags: {
      org: ORG_FLAG,
      all: flag("Also those that were revoked"),
      ...PAGE_FLAGS,
      json: JSON_FLAG,
      ...STORE_FLAGS,
      ...REMOTE_FLAGS,
    },
  },
  docs: {
    brief: "List an organisation's signing keys",
    fullDescription: examples(
      "Lists the signing keys of an organisation, oldest first.",
      'cloacina keys list --org "$ORG"',
      'cloacina keys list --org "$ORG" --all --json',
    ),
  },
});

/** `cloacina keys export` */
export const exportCommand = buildCommand<ExportFlags, [string], CliContext>({
  loader: () => import("./export.ts"),
  parameters: {
    flags: {
      format: {
        kind: "enum",
        values: ["pem", "der", "raw", "jwk", "ssh"],
        brief: "The format to write (default: pem)",
        optional: true,
      },
      private: flag("Write the private key; without this the public half is written"),
      noEncrypt: flag("Write the private key without a passphrase"),
      newPassphraseFile: NEW_PASSPHRASE_FILE_FLAG,
      output: OUTPUT_FLAG,
      force: FORCE_FLAG,
      org: ORG_FLAG,
      json: JSON_FLAG,
      allowUnsafeModes: UNSAFE_MODES_FLAG,
      ...MASTER_KEY_FLAGS,
      ...REMOTE_FLAGS,
    },
    positional: KEY_ARGUMENT,
  },
  docs: {
    brief: "Write a key of the store into a file",
    fullDescription: examples(
      "Writes the public half of a key of the store, or with --private the private one, behind a passphrase of its own.",
      'cloacina keys export release-key --org "$ORG" --format pem > release-key.pub.pem',
      'cloacina keys export release-key --org "$ORG" --format raw > release-key.pub',
      'cloacina keys export release-key --org "$ORG" --private --output ./release-key.pem',
    ),
  },
});

/** `cloacina keys rotate` */
export const rotateCommand = buildCommand<RotateFlags, [string], CliContext>({
  loader: () => import("./rotate.ts"),
  parameters: {
    flags: {
      name: requiredText("NAME", "What the new key is called"),
      org: ORG_FLAG,
      json: JSON_FLAG,
      allowUnsafeModes: UNSAFE_MODES_FLAG,
      ...MASTER_KEY_FLAGS,
      ...REMOTE_FLAGS,
    },
    positional: KEY_ARGUMENT,
  },
  docs: {
    brief: "Put a new key in the place of an old one",
    fullDescription: examples(
      "Makes a new, trusted key, and takes the old one out of use for signing. What the old one signed still verifies.",
      'cloacina keys rotate release-key --name "release-key-2" --org "$ORG"',
    ),
  },
});

/** `cloacina keys revoke` */
export const revokeCommand = buildCommand<RevokeFlags, [string], CliContext>({
  loader: () => import("./revoke.ts"),
  parameters: {
    flags: {
      andTrust: flag("Also end the trust in it: what it signed no longer verifies"),
      dryRun: DRY_RUN_FLAG,
      yes: YES_FLAG,
      noInput: NO_INPUT_FLAG,
      org: ORG_FLAG,
      json: JSON_FLAG,
      ...STORE_FLAGS,
      ...REMOTE_FLAGS,
    },
    positional: KEY_ARGUMENT,
  },
  docs: {
    brief: "Take a key out of use for signing",
    fullDescription: examples(
      "Takes a key out of use for ever. What it signed verifies as long as its public half is trusted.",
      'cloacina keys revoke release-key --org "$ORG" --dry-run',
      'cloacina keys revoke release-key --org "$ORG" --and-trust --yes',
    ),
  },
});
