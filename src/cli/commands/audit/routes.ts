import { buildCommand, buildRouteMap } from "@stricli/core";
import type { CliContext } from "../../context.ts";
import { JSON_FLAG } from "../../flags.ts";
import { examples } from "../../help.ts";
import { AUDIT_FLAG } from "../../store_flags.ts";
import type { VerifyAuditFlags } from "./verify.ts";

const verifyCommand = buildCommand<VerifyAuditFlags, [string?], CliContext>({
  loader: () => import("./verify.ts"),
  parameters: {
    flags: { json: JSON_FLAG, auditLog: AUDIT_FLAG },
    positional: {
      kind: "tuple",
      parameters: [{
        parse: String,
        placeholder: "FILE",
        brief: "The audit log (default: the one that is written)",
        optional: true,
      }],
    },
  },
  docs: {
    brief: "Find lines that were edited, removed or reordered",
    fullDescription: examples(
      "Follows the chain of an audit log, in which each line carries the SHA-256 of the one before. Lines that were " +
        "removed at its end show only to whoever noted the hash of its last line.",
      "cloacina audit verify",
      "cloacina audit verify ./audit.log --json",
    ),
  },
});

/** `cloacina audit …` */
export const auditRoutes = buildRouteMap({
  routes: { verify: verifyCommand },
  docs: { brief: "Check the audit log" },
});
