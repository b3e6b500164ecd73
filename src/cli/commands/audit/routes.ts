import { buildCommand, buildRouteMap } from "@stricli/core";
import { AUDIT_EVENT_TYPES } from "../../../domain/audit_event.ts";
import { CloacinaError } from "../../../errors.ts";
import type { CliContext } from "../../context.ts";
import {
  argumentList,
  flag,
  FORCE_FLAG,
  JSON_FLAG,
  NO_INPUT_FLAG,
  optionalText,
  OUTPUT_FLAG,
  PASSPHRASE_FILE_FLAG,
  requiredText,
} from "../../command_line/flags.ts";
import { examples } from "../../command_line/help.ts";
import { PAGE_FLAGS } from "../../store/store_flags.ts";
import type { ListAuditFlags } from "./list.ts";
import type { SealAuditFlags } from "./seal.ts";
import type { VerifyAuditFlags } from "./verify.ts";

const FILES = argumentList(
  "FILE",
  "The files of the log, oldest first (default: the one that is written, and what it goes on with)",
  0,
);

const LISTED_FILES = argumentList(
  "FILE",
  "The files of the log, oldest first; - is standard input (default: the one that is written, and what it goes on with)",
  0,
);

const LOG_FLAG = optionalText("FILE", "The log, where no FILE is named (else CLOACINA_AUDIT_LOG)");

const verifyCommand = buildCommand<VerifyAuditFlags, readonly string[], CliContext>({
  loader: () => import("./verify.ts"),
  parameters: {
    flags: {
      expect: hashFlag("The hash that the last line has: the log ends where you noted it"),
      since: hashFlag("The hash of a line that the log has, or goes on from"),
      seal: optionalText("FILE", "A seal of `audit seal`: the log has all that was sealed"),
      trustKey: {
        ...optionalText("FILE", "The public key that made the seal; repeatable"),
        variadic: true,
      },
      json: JSON_FLAG,
      auditLog: LOG_FLAG,
    },
    positional: FILES,
  },
  docs: {
    brief: "Find lines that were edited, removed or reordered",
    fullDescription: examples(
      "Follows the chain of an audit log, in which each line carries the SHA-256 of the one before. That lines were removed " +
        "at its end, or all were written anew, shows only with --expect, --since or --seal. Exit codes: 5 the lines do not " +
        "follow each other, 20 audit_log_torn, 21 audit_head_mismatch.",
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
      key: requiredText("REF", "The private key: a file, env:VAR, or - for standard input"),
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
    brief: "Sign how an audit log ends",
    fullDescription: examples(
      "Verifies an audit log, and signs the hash of its last line: whoever keeps the seal elsewhere finds later with " +
        "`audit verify --seal` whether anything before it was changed. It is written to <FILE>.seal.",
      "cloacina audit seal --key ./auditor.pem --output ./audit.seal",
      "cloacina audit seal ./audit.log.1 ./audit.log --key env:CLOACINA_SIGNING_KEY",
    ),
  },
});

const listCommand = buildCommand<ListAuditFlags, readonly string[], CliContext>({
  loader: () => import("./list.ts"),
  parameters: {
    flags: {
      since: optionalText("WHEN", "From this time on: 30m, 12h, 30d, 2w ago, a day, or a time"),
      until: optionalText("WHEN", "Before this time"),
      event: {
        ...optionalText("EVENT", "This event, or all that begin so: key.trusted"),
        proposeCompletions: () => AUDIT_EVENT_TYPES,
      },
      actor: optionalText("NAME", "What this user or token:ID did"),
      key: optionalText("KEY", "What concerns this key: its id, name or fingerprint"),
      package: optionalText("PATH", "What concerns this package: the file, or its hash"),
      org: optionalText("ID", "What concerns this organisation"),
      limit: { ...PAGE_FLAGS.limit, brief: "Show the last N (default: 100)" },
      follow: flag("Go on with what is added, until Ctrl-C; with --json, a line each"),
      json: JSON_FLAG,
      auditLog: LOG_FLAG,
    },
    positional: LISTED_FILES,
  },
  docs: {
    brief: "Show what an audit log says",
    fullDescription: examples(
      "Shows the last lines of an audit log, the newest at the end. Nothing is verified: that is `audit verify`.",
      "cloacina audit list",
      'cloacina audit list --since 2w --event key --org "$ORG"',
      "cloacina audit list --package ./libworkflow.so --limit 1000 --json",
    ),
  },
});

/** `cloacina audit …` */
export const auditRoutes = buildRouteMap({
  routes: { verify: verifyCommand, seal: sealCommand, list: listCommand },
  docs: { brief: "Check, seal and show the audit log" },
});

function hashFlag(brief: string) {
  return { ...optionalText("HASH", brief), parse: parseHash };
}

function parseHash(text: string): string {
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase();
  throw new CloacinaError("invalid_request", "takes a SHA-256 of 64 hex characters");
}
