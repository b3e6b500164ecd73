import * as z from "zod/mini";
import { CLAIM_NAME, faultOfClaims } from "../domain/claims.ts";
import { faultOfRequirement } from "../domain/requirement.ts";
import { NO_EXPIRIES } from "../domain/statable.ts";
import {
  type ForeignPredicate,
  MAX_STATEMENT_BYTES,
  type StatementDemands,
  type StatementTerms,
} from "../domain/statement.ts";
import { faultOfPredicate, mostStated } from "../formats/statement/statement.ts";
import { listOf, timeField } from "./fields.ts";
import type { FieldTable } from "./record.ts";

// What requests say of statements. Where they say nothing, nothing is sent: older servers know no such fields.

/** The most requirements of one request. */
const MAX_REQUIREMENTS = 32;

/** The longest value of a requirement: a range has more characters than a version. */
const MAX_REQUIREMENT_LENGTH = 256;

const Predicate = z.strictObject({ type: z.string(), json: z.string() }).check(
  withoutFault((predicate: ForeignPredicate) =>
    predicate.json.length > MAX_STATEMENT_BYTES
      ? `must have at most ${MAX_STATEMENT_BYTES} characters`
      : faultOfPredicate(predicate)
  ),
);

/** A time in whole seconds, as a statement has it: what is audited is what is signed. */
const secondField = z.codec(timeField, z.date(), {
  decode: (time) => new Date(Math.floor(time.getTime() / 1000) * 1000),
  encode: (time) => time,
});

const Terms = z.strictObject({
  claims: z._default(
    z.record(z.string(), z.string()).check(
      withoutFault(faultOfClaims),
      z.meta({ propertyNames: { pattern: CLAIM_NAME.source, not: { enum: NO_EXPIRIES } } }),
    ),
    {},
  ),
  expires_at: z._default(z.nullable(secondField), null),
  predicate: z._default(z.nullable(Predicate), null),
});

/** What to state of packages. */
export const statementTermsField = z.codec(
  z.optional(Terms),
  z.custom<StatementTerms | undefined>(),
  {
    decode: (given) => {
      if (given === undefined) return undefined;
      const { expires_at: expires, ...terms } = given;
      return { ...terms, expires };
    },
    encode: (terms) =>
      terms && {
        claims: { ...terms.claims },
        expires_at: terms.expires,
        predicate: terms.predicate === null ? null : { ...terms.predicate },
      },
  },
);

const Requirements = listOf(
  z.strictObject({
    claim: z.string(),
    value: z.string().check(z.maxLength(MAX_REQUIREMENT_LENGTH)),
  }).check(withoutFault(faultOfRequirement)),
  MAX_REQUIREMENTS,
);

/** What a statement is to be. */
export const STATEMENT_DEMANDS: FieldTable<StatementDemands> = {
  requirements: ["require", unlessSent<StatementDemands["requirements"]>(Requirements, [])],
  isRequired: ["require_statement", unlessSent(z.boolean(), false)],
  at: ["at", unlessSent(z.nullable(timeField), null)],
};

/** A value that is as `absent` where nothing is sent. */
function unlessSent<Value>(field: z.ZodMiniType, absent: Value): z.ZodMiniType<Value> {
  return z.codec(z.optional(field), z.custom<Value>(), {
    decode: (given) => given === undefined ? absent : given as Value,
    encode: (value) => value,
  });
}

/** What is wrong with stating this of so many packages at once; undefined if nothing is. */
export function faultOfNumber(
  count: number,
  terms: StatementTerms | undefined,
): string | undefined {
  const most = terms === undefined ? count : mostStated(terms);
  return count <= most ? undefined : `must have at most ${most} hashes with a statement this long`;
}

/** A check by what finds a fault, if there is one. */
export function withoutFault<Value>(
  faultOf: (value: Value) => string | undefined | Promise<string | undefined>,
) {
  return z.superRefine<Value>((value, { addIssue }) => {
    const add = (fault: string | undefined) => {
      if (fault !== undefined) addIssue(fault);
    };
    const fault = faultOf(value);
    return fault instanceof Promise ? fault.then(add) : add(fault);
  });
}
