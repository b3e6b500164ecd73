import { buildCommand } from "@stricli/core";
import type { CliContext } from "../../context.ts";
import { argumentList, JSON_FLAG } from "../../command_line/flags.ts";
import { examples } from "../../command_line/help.ts";
import { REMOTE_FLAGS } from "../../server/remote_flags.ts";
import { STORE_FLAGS } from "../../store/store_flags.ts";
import type { DoctorFlags } from "../doctor.ts";
import { AGENT_SOCKET_FLAG, keyFlag } from "../../signers/signer_flags.ts";

/** `cloacina doctor` */
export const doctorCommand = buildCommand<DoctorFlags, readonly string[], CliContext>({
  loader: () => import("../doctor.ts"),
  parameters: {
    flags: {
      key: {
        ...keyFlag(
          "Private key to look for, without signing: ssh-agent:KEY, vault:MOUNT/KEY[@VERSION], or a file",
        ),
        optional: true,
      },
      agentSocket: AGENT_SOCKET_FLAG,
      json: JSON_FLAG,
      ...STORE_FLAGS,
      ...REMOTE_FLAGS,
    },
    positional: argumentList("FILE", "Key file whose permissions to check", 0),
  },
  docs: {
    brief: "Show versions, permissions, the store in use and the state of key files",
    fullDescription: examples(
      "Shows the version, the permissions of this process, the store or server that a command " +
        "would use and why, and whether other users can read the given key files. With --key, also " +
        "whether the SSH agent or Vault answers, and which key it would sign with.",
      "cloacina doctor",
      "cloacina doctor ./release.pem --json",
    ),
  },
});
