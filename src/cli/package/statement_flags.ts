import { flag, optionalText } from "../command_line/flags.ts";

/** The flags of what a signature states. */
export interface StatementFlags {
  readonly claim?: readonly string[];
  readonly expires?: string;
  readonly predicate?: string;
  readonly predicateType?: string;
}

/** `--claim`, `--expires`, `--predicate` and `--predicate-type`. */
export const STATEMENT_FLAGS = {
  claim: {
    ...optionalText(
      "NAME=VALUE",
      "Sign this claim about each package, such as name=workflow or version=1.2.0",
    ),
    variadic: true,
  },
  expires: optionalText(
    "TIME",
    "When the signature expires: 12h, 30d, 2w, a date or an RFC 3339 time (default: never)",
  ),
  predicate: optionalText(
    "FILE",
    "Sign this JSON object as the in-toto predicate, such as SLSA provenance; - is standard input",
  ),
  predicateType: optionalText("URI", "Type of --predicate"),
} as const;

/** The flags of what a statement must be. */
export interface DemandFlags {
  readonly require?: readonly string[];
  readonly requireStatement?: boolean;
  readonly minimumVersion?: string;
  readonly at?: string;
}

/** `--require`, `--require-statement`, `--minimum-version` and `--at`. */
export const DEMAND_FLAGS = {
  require: {
    ...optionalText(
      "NAME=VALUE",
      "Refuse signatures without this claim; version takes a range: 'version=>=1.2 <2'",
    ),
    variadic: true,
  },
  requireStatement: flag("Refuse signatures without a statement"),
  minimumVersion: optionalText(
    "FILE",
    "Refuse versions older than the highest accepted so far for the name, kept in FILE, or with " +
      "'store' in the store",
  ),
  at: optionalText(
    "TIME",
    "Check expiry as of this time instead of now: a date or an RFC 3339 time",
  ),
} as const;
