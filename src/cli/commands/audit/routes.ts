import { HEX_32_BYTES } from "../../../domain/patterns.ts";
import { buildCommand, buildRouteMap } from "@stricli/core";
import { AUDIT_EVENT_TYPES } from "../../../domain/audit_event.ts";
import { CloacinaError } from "../../../errors.ts";
import type { CliContext } from "../../context.ts";
import {
  argumentList,
  flag,
  FORCE_FLAG,
  JSON_FLAG,
  NO_HEADER_FLAG,
  NO_INPUT_FLAG,
  optionalText,
  OUTPUT_FLAG,
  PASSPHRASE_FILE_FLAG,
} from "../../command_line/flags.ts";
import { examples } from "../../command_line/help.ts";
import { PAGE_FLAGS } from "../../store/list_flags.ts";
import type { ListAuditFlags } from "./list.ts";
import type { SealAuditFlags } from "./seal.ts";
import type { VerifyAuditFlags } from "./verify.ts";
import { AGENT_SOCKET_FLAG, keyFlag } from "../../signers/signer_flags.ts";

const FILES = argumentList(
  "FILE",
  "Log files, oldest first (default: the current log and its rotated files)",
  0,
);

const LISTED_FILES = argumentList(
  "FILE",
  "Log files, oldest first; - is standard input (default: the current log and its rotated files)",
  0,
);

const LOG_FLAG = optionalText(
  "FILE",
  "Audit log, if no FILE is given (default: $CLOACINA_AUDIT_LOG)",
);

const verifyCommand = buildCommand<VerifyAuditFlags, readonly string[], CliContext>({
  loader: () => import("./verify.ts"),
  parameters: {
    flags: {
      expect: hashFlag("Fail unless the last line has this hash"),
      since: hashFlag("Fail unless the log contains or continues from the line with this hash"),
      seal: optionalText(
        "FILE",
        "Fail unless the log contains everything sealed by this file from `audit seal`",
      ),
      trustKey: {
        ...optionalText("FILE", "Public key to verify the seal with, as in `package verify`"),
        variadic: true,
      },
      json: JSON_FLAG,
      auditLog: LOG_FLAG,
    },
    positional: FILES,
  },
  docs: {
    brief: "Verify that no line was edited, removed or reordered",
    fullDescription: examples(
      "Verifies the hash chain of an audit log, in which each line contains the SHA-256 of the " +
        "line before. Lines removed at the end, or a log rewritten as a whole, are detected only " +
        "with --expect, --since or --seal. Exit codes: 5 the chain is broken, 20 audit_log_torn, " +
        "21 audit_head_mismatch.",
      "cloacina audit verify",
      "cloacina audit verify ./audit.log.2 ./audit.log.1 ./audit.log --json",
      'cloacina audit verify --since "$NOTED_HASH"',
      "cloacina audit verify --seal ./audit.seal --trust-key ./auditor.pub.pem",
    ),
  },
});

const sealCommand = buildCommand<SealAuditFlags, readonly string[], CliContext>({
  loader: () => import("./seal.ts"),
  parameters: {
    flags: {
      key: keyFlag(
        "Private key: a file, env:VAR, - for standard input, ssh-agent:KEY by its fingerprint or " +
          "comment, or vault:MOUNT/KEY[@VERSION]",
      ),
      agentSocket: AGENT_SOCKET_FLAG,
      output: OUTPUT_FLAG,
      force: FORCE_FLAG,
      passphraseFile: PASSPHRASE_FILE_FLAG,
      noInput: NO_INPUT_FLAG,
      json: JSON_FLAG,
      auditLog: LOG_FLAG,
    },
    positional: FILES,
  },
  docs: {
    brief: "Sign the current end of an audit log",
    fullDescription: examples(
      "Verifies an audit log and signs the hash of its last line. Keep the seal elsewhere: " +
        "`audit verify --seal` then detects any change to the lines before it. By default it is " +
        "written to <FILE>.seal.",
      "cloacina audit seal --key ./auditor.pem --output ./audit.seal",
      "cloacina audit seal ./audit.log.1 ./audit.log --key env:CLOACINA_SIGNING_KEY",
    ),
  },
});

const listCommand = buildCommand<ListAuditFlags, readonly string[], CliContext>({
  loader: () => import("./list.ts"),
  parameters: {
    flags: {
      since: optionalText("TIME", "Since 30m, 12h, 30d or 2w ago, a day or an RFC 3339 time"),
      until: optionalText("TIME", "Until 30m, 12h, 30d or 2w ago, a day or an RFC 3339 time"),
      event: {
        ...optionalText(
          "EVENT",
          "Only this event, such as key.trusted, or events with this prefix",
        ),
        proposeCompletions: () => AUDIT_EVENT_TYPES,
      },
      actor: optionalText("NAME", "Only events by this user or token:ID"),
      key: optionalText("KEY", "Only events about this key: its ID, name or fingerprint"),
      package: optionalText("PATH", "Only events about this package: a file, or its SHA-256"),
      org: optionalText("UUID", "Only events about this organisation"),
      limit: { ...PAGE_FLAGS.limit, brief: "Show the last N lines, or days (default: 100)" },
      noHeader: NO_HEADER_FLAG,
      byDay: flag("Count the events of each day of UTC, as bars on a terminal"),
      follow: flag("Keep printing new lines until Ctrl-C; with --json, one document a line"),
      json: JSON_FLAG,
      auditLog: LOG_FLAG,
    },
    positional: LISTED_FILES,
  },
  docs: {
    brief: "Show the audit log",
    fullDescription: examples(
      "Shows the last lines of an audit log, newest last. It does not verify them; use `audit " +
        "verify`.",
      "cloacina audit list",
      'cloacina audit list --since 2w --event key --org "$ORG"',
      "cloacina audit list --package ./workflow.cloacina --limit 1000 --json",
      "cloacina audit list --by-day --since 30d",
    ),
  },
});

/** `cloacina audit …` */
export const auditRoutes = buildRouteMap({
  routes: { verify: verifyCommand, seal: sealCommand, list: listCommand },
  docs: { brief: "Verify, seal and show the audit log" },
});

function hashFlag(brief: string) {
  return { ...optionalText("HASH", brief), parse: parseHash };
}

function parseHash(text: string): string {
  if (HEX_32_BYTES.test(text)) return text.toLowerCase();
  throw new CloacinaError("invalid_request", "takes a SHA-256 of 64 hex characters");
}
