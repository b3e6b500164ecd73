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
      "State this about each package, signed: name=… or version=1.2.0",
    ),
    variadic: true,
  },
  expires: optionalText(
    "TIME",
    "When the signature no longer counts: 12h, 30d, 2w, a day or an RFC 3339 time (default: never)",
  ),
  predicate: optionalText(
    "FILE",
    "Sign this JSON object as in-toto predicate, such as a SLSA provenance; - is standard input",
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
      "Refuse signatures that do not claim this; of version it is a range, as 'version=>=1.2 <2'",
    ),
    variadic: true,
  },
  requireStatement: flag("Refuse signatures that state nothing"),
  minimumVersion: optionalText(
    "FILE",
    "Refuse a version older than the highest accepted for its name, which FILE or 'store' records",
  ),
  at: optionalText(
    "TIME",
    "Judge by this time in place of now whether a signature has expired: a day or an RFC 3339 time",
  ),
} as const;
