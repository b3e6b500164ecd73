import type { Bytes } from "../crypto/bytes.ts";
import type { PackageHash } from "./package_hash.ts";

/** An in-toto statement about a package, and the signature over it: what a DSSE envelope holds. */
export interface SignedStatement {
  /** The statement, byte for byte as it was signed. */
  readonly payload: Bytes;
  /** 64 bytes, over DSSE's pre-authentication encoding of the payload. */
  readonly signature: Bytes;
}

/** What a signer claims of a package, by name, sorted. */
export type Claims = Readonly<Record<string, string>>;

/** A predicate of another kind, such as a SLSA provenance. */
export interface ForeignPredicate {
  /** A URI. */
  readonly type: string;
  /** A JSON object, verbatim: numbers are not written again. */
  readonly json: string;
}

/** What a signer wants to state of packages. */
export interface StatementTerms {
  readonly claims: Claims;
  /** From when on the signature no longer counts, in whole seconds; null if it always does. */
  readonly expires: Date | null;
  /** Null for a statement of claims alone. */
  readonly predicate: ForeignPredicate | null;
}

/** What is stated of a package, of a predicate only its type. */
export interface StatedTerms extends Omit<StatementTerms, "predicate"> {
  readonly predicateType: string;
}

/** A statement about a package. Nothing of it counts before its signature was verified. */
export interface Statement extends StatedTerms {
  readonly packageHash: PackageHash;
}

/** The maximum size of a statement, in bytes: in base64 it leaves room in a signature file. */
export const MAX_STATEMENT_BYTES = 32 * 1024;

/** The maximum size of all statements that one request makes, in bytes: in base64 they leave room in an answer. */
export const MAX_STATEMENTS_BYTES = 2 * 1024 * 1024;

/** The maximum number of signatures that are listed together with what they state, however long that is. */
export const MAX_STATED_PAGE = MAX_STATEMENTS_BYTES / MAX_STATEMENT_BYTES;

/** The type of a predicate that is claims alone. */
export const CLAIMS_TYPE = "https://github.com/colliery-io/cloacina/package-claims/v1";

/** What a statement of these terms says. */
export function statedTerms({ claims, expires, predicate }: StatementTerms): StatedTerms {
  return { claims, expires, predicateType: predicate?.type ?? CLAIMS_TYPE };
}

/** What a claim must be: equal to a value, or a version in a range of npm's syntax. */
export interface Requirement {
  readonly claim: string;
  readonly value: string;
}

/** What the statement of a signature must be for it to count. */
export interface StatementDemands {
  readonly requirements: readonly Requirement[];
  /** Whether a signature without a statement is refused, also where nothing is required of its claims. */
  readonly isRequired: boolean;
  /** The time by which it must not have expired; null for now. */
  readonly at: Date | null;
}

/** What is demanded where nothing was asked for: a statement that is there must hold now. */
export const NO_DEMANDS: StatementDemands = { requirements: [], isRequired: false, at: null };

/** Whether a signature without a statement is refused. */
export function isDemanding({ requirements, isRequired }: StatementDemands): boolean {
  return isRequired || requirements.length > 0;
}
