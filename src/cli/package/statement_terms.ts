import { faultOfClaims } from "../../domain/claims.ts";
import { quoted } from "../../domain/quoted.ts";
import { refusalOfClaims, refusalOfSecret } from "../../domain/statable.ts";
import {
  type Claims,
  type ForeignPredicate,
  MAX_STATEMENT_BYTES,
  type StatementTerms,
} from "../../domain/statement.ts";
import { CloacinaError } from "../../errors.ts";
import { faultOfPredicate } from "../../formats/statement/statement.ts";
import type { CliContext } from "../context.ts";
import { readPath } from "../keys/read_reference.ts";
import { parseExpiry } from "../parse_time.ts";
import { splitClaim } from "./split_claim.ts";
import type { PackageArguments } from "./package_flags.ts";
import type { StatementFlags } from "./statement_flags.ts";
import { utf8Text } from "../../formats/utf8.ts";

/** The flags that decide what can be stated. */
interface SigningFlags extends StatementFlags, PackageArguments {}

const ACTION = "sign the statement";

/** What the flags of `package sign` state. Throws `invalid_request`. */
export async function readTerms(
  context: CliContext,
  { claim = [], expires, predicate, predicateType, scheme }: SigningFlags,
): Promise<StatementTerms> {
  if (scheme === "provider") throw refused("the signature of a provider has no place for one");
  return {
    claims: toClaims(claim),
    expires: expires === undefined ? null : toExpiry(expires, context.now()),
    predicate: await readPredicate(context, predicate, predicateType),
  };
}

function toClaims(given: readonly string[]): Claims {
  const pairs = given.map((text) => splitClaim("--claim", text));
  const claims = Object.fromEntries(pairs.map(({ claim, value }) => [claim, value]));
  const fault = Object.keys(claims).length < pairs.length
    ? "a claim is given twice"
    : faultOfClaims(claims);
  if (fault !== undefined) throw refused(fault);
  const refusal = refusalOfClaims(claims);
  if (refusal === undefined) return claims;
  throw refused(refusal, "--expires TIME says from when on it no longer counts");
}

function toExpiry(text: string, now: Date): Date {
  const time = parseExpiry(text, now);
  time.setUTCMilliseconds(0);
  if (time.getTime() > now.getTime()) return time;
  throw refused("--expires is not in the future");
}

async function readPredicate(
  context: CliContext,
  path: string | undefined,
  type: string | undefined,
): Promise<ForeignPredicate | null> {
  if (path === undefined && type === undefined) return null;
  if (path === undefined) throw refused("--predicate-type needs --predicate");
  if (type === undefined) {
    throw refused(
      "--predicate needs --predicate-type",
      "that of a SLSA provenance is https://slsa.dev/provenance/v1",
    );
  }
  const { bytes, name } = await readPath(context, path, {
    limit: MAX_STATEMENT_BYTES,
    action: "read the predicate",
  });
  const json = utf8Text(bytes);
  // Its replacement characters would be valid in a JSON string, and signed.
  if (json === null) throw refused("the predicate is not UTF-8");
  const predicate = { type, json };
  const fault = faultOfPredicate(predicate) ?? refusalOfSecret([predicate.json]);
  if (fault !== undefined) throw refused(`the predicate ${quoted(name)}: ${fault}`);
  return predicate;
}

function refused(state: string, hint?: string): CloacinaError {
  return new CloacinaError("invalid_request", `Cannot ${ACTION}: ${state}`, { hint });
}
