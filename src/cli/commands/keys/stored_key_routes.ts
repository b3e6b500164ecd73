import { buildCommand } from "@stricli/core";
import { KEY_FORMATS } from "../../../formats/keys/key_formats.ts";
import type { CliContext } from "../../context.ts";
import {
  argument,
  CONFIRM_FLAGS,
  DRY_RUN_FLAG,
  flag,
  FORCE_FLAG,
  JSON_FLAG,
  NEW_PASSPHRASE_FILE_FLAG,
  optionalText,
  OUTPUT_FLAG,
  requiredText,
  UNSAFE_MODES_FLAG,
} from "../../command_line/flags.ts";
import { examples } from "../../command_line/help.ts";
import { REMOTE_FLAGS } from "../../server/remote_flags.ts";
import { IDS_ONLY_FLAG, LIST_FLAGS } from "../../store/list_flags.ts";
import { MASTER_KEY_FLAGS, ORG_FLAG, STORE_FLAGS } from "../../store/store_flags.ts";
import type { ExportFlags } from "./export.ts";
import type { ImportFlags } from "./import.ts";
import type { ListKeysFlags } from "./list.ts";
import type { RevokeFlags } from "./revoke.ts";
import type { RotateFlags } from "./rotate.ts";
import { AGENT_SOCKET_FLAG, keyFlag } from "../../signers/signer_flags.ts";

const KEY_ARGUMENT = argument(
  "KEY",
  "Key in the store: its ID, fingerprint, a prefix of at least eight characters, or its name " +
    "with --org",
);

/** `cloacina keys import` */
export const importCommand = buildCommand<ImportFlags, [string], CliContext>({
  loader: () => import("./import.ts"),
  parameters: {
    flags: {
      name: requiredText("NAME", "Name of the key"),
      org: ORG_FLAG,
      trust: flag("Also trust the key in the organisation"),
      private: flag(
        "Take 32 bare bytes (raw, hex or base64) for a private key",
      ),
      keyPassphraseFile: optionalText(
        "FILE",
        "Read the passphrase of the imported file from a file (default: " +
          "$CLOACINA_KEY_PASSPHRASE, else as for the key directory)",
      ),
      json: JSON_FLAG,
      allowUnsafeModes: UNSAFE_MODES_FLAG,
      ...MASTER_KEY_FLAGS,
      ...REMOTE_FLAGS,
    },
    positional: argument("FILE", "Private key in any format; - is standard input"),
  },
  docs: {
    brief: "Import a private key into the store",
    fullDescription: examples(
      "Encrypts a private key of any format and keeps it in the store. The file is not changed.",
      'cloacina keys import ./release.pem --name "release-key" --org "$ORG"',
      'cloacina keys import ~/.ssh/id_ed25519 --name "my-key" --org "$ORG" --trust',
    ),
  },
});

/** `cloacina keys list` */
export const listCommand = buildCommand<ListKeysFlags, [], CliContext>({
  loader: () => import("./list.ts"),
  parameters: {
    flags: {
      org: ORG_FLAG,
      all: flag("Include revoked keys"),
      active: flag("List only keys that can sign: not revoked, and not damaged"),
      name: optionalText("NAME", "List only keys of this name; * stands for any characters"),
      idsOnly: IDS_ONLY_FLAG,
      ...LIST_FLAGS,
    },
  },
  docs: {
    brief: "List signing keys of an organisation",
    fullDescription: examples(
      "Lists the signing keys of an organisation, oldest first: on a terminal as a table, elsewhere " +
        "as tab-separated values.",
      'cloacina keys list --org "$ORG"',
      'cloacina keys list --org "$ORG" --active --name "ci-*" --ids-only',
      'cloacina keys list --org "$ORG" --all --json',
    ),
  },
});

/** `cloacina keys export` */
export const exportCommand = buildCommand<ExportFlags, [string?], CliContext>({
  loader: () => import("./export.ts"),
  parameters: {
    flags: {
      format: {
        kind: "enum",
        values: KEY_FORMATS,
        brief: "Output format (default: pem)",
        optional: true,
      },
      key: {
        ...keyFlag(
          "Write the public key of this private key: ssh-agent:KEY, vault:MOUNT/KEY[@VERSION], or a file",
        ),
        optional: true,
      },
      agentSocket: AGENT_SOCKET_FLAG,
      private: flag("Write the private key instead of the public key"),
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
    positional: {
      kind: "tuple",
      parameters: [{ ...KEY_ARGUMENT.parameters[0], optional: true }],
    },
  },
  docs: {
    brief: "Export a key from the store, an SSH agent or Vault",
    fullDescription: examples(
      "Writes the public key, or with --private the private key, encrypted with a new passphrase.",
      'cloacina keys export release-key --org "$ORG" > release-key.pub.pem',
      'cloacina keys export release-key --org "$ORG" --format raw > release-key.pub',
      'cloacina keys export release-key --org "$ORG" --private --output ./key.pem',
    ),
  },
});

/** `cloacina keys rotate` */
export const rotateCommand = buildCommand<RotateFlags, [string], CliContext>({
  loader: () => import("./rotate.ts"),
  parameters: {
    flags: {
      name: requiredText("NAME", "Name of the new key"),
      org: ORG_FLAG,
      json: JSON_FLAG,
      allowUnsafeModes: UNSAFE_MODES_FLAG,
      ...MASTER_KEY_FLAGS,
      ...REMOTE_FLAGS,
    },
    positional: KEY_ARGUMENT,
  },
  docs: {
    brief: "Replace a signing key with a new one",
    fullDescription: examples(
      "Generates a new, trusted key and revokes the old one for signing. Signatures by the old " +
        "key still verify.",
      'cloacina keys rotate release-key --name "release-key-2" --org "$ORG"',
    ),
  },
});

/** `cloacina keys revoke` */
export const revokeCommand = buildCommand<RevokeFlags, [string], CliContext>({
  loader: () => import("./revoke.ts"),
  parameters: {
    flags: {
      andTrust: flag("Also stop trusting the key: its signatures no longer verify"),
      dryRun: DRY_RUN_FLAG,
      ...CONFIRM_FLAGS,
      org: ORG_FLAG,
      json: JSON_FLAG,
      ...STORE_FLAGS,
      ...REMOTE_FLAGS,
    },
    positional: KEY_ARGUMENT,
  },
  docs: {
    brief: "Revoke a signing key",
    fullDescription: examples(
      "Revokes a key for signing, which cannot be undone. Its signatures verify as long as its " +
        "public key is trusted.",
      'cloacina keys revoke release-key --org "$ORG" --and-trust --dry-run',
      'cloacina keys revoke release-key --org "$ORG" --and-trust --yes',
    ),
  },
});
