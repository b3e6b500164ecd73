import type { Bytes } from "../../crypto/bytes.ts";
import { LOWER_HEX_32_BYTES } from "../../domain/patterns.ts";
import { faultOfClaims } from "../../domain/claims.ts";
import type { PackageHash } from "../../domain/package_hash.ts";
import {
  type Claims,
  CLAIMS_TYPE,
  type ForeignPredicate,
  MAX_STATEMENT_BYTES,
  MAX_STATEMENTS_BYTES,
  type Statement,
  type StatementTerms,
} from "../../domain/statement.ts";
import { CloacinaError } from "../../errors.ts";
import { parseStrictJson, parseStrictJsonBytes } from "../json/strict_json.ts";
import { isRfc3339, toRfc3339 } from "../rfc3339.ts";
import { PAYLOAD_TYPE } from "./envelope.ts";

// An in-toto statement (docs/format.md, "Statement").

const TYPES: readonly unknown[] = [
  "https://in-toto.io/Statement/v1",
  // cosign 3.1.3 still writes it.
  "https://in-toto.io/Statement/v0.1",
];

/** Where claims and expiry stand: our own predicate, or beside a foreign one the annotations of the subject. */
interface Stated {
  readonly claims?: Claims;
  readonly expires?: string;
}

/** `URL.canParse` trims white space: with some around it, our own type would be taken for a foreign one. */
const TYPE = /^[!-~]{1,256}$/;

type Members = Readonly<Record<string, unknown>>;

/** The bytes of a statement about a package. Throws `invalid_request` where no reader would take them. */
export function serializeStatement(packageHash: PackageHash, terms: StatementTerms): Bytes {
  const { claims, expires, predicate } = terms;
  const stated: Stated = {
    ...(Object.keys(claims).length > 0 && { claims: sorted(claims) }),
    ...(expires !== null && { expires: toRfc3339(expires) }),
  };
  if (predicate === null && Object.keys(stated).length === 0) throw unsigned("it states nothing");
  const isAnnotated = predicate !== null && Object.keys(stated).length > 0;
  const subject = {
    name: claims["name"] ?? packageHash,
    digest: { sha256: packageHash },
    ...(isAnnotated && { annotations: stated }),
  };
  const start = {
    _type: TYPES[0],
    subject: [subject],
    predicateType: predicate?.type ?? CLAIMS_TYPE,
  };
  const json = predicate === null ? JSON.stringify(stated) : predicate.json.trim();
  const text = `${JSON.stringify(start).slice(0, -1)},"predicate":${json}}`;
  const bytes = new TextEncoder().encode(text);
  requireReadable(bytes);
  return bytes;
}

/** What is nested too deeply inside a statement need not be so alone. */
function requireReadable(bytes: Bytes): void {
  if (bytes.length > MAX_STATEMENT_BYTES) {
    throw unsigned(`it has ${bytes.length} bytes, and at most ${MAX_STATEMENT_BYTES} are read`);
  }
  parseStrictJsonBytes(bytes, unsigned);
}

function unsigned(state: string, cause?: unknown): CloacinaError {
  return new CloacinaError("invalid_request", `Cannot sign the statement: ${state}`, { cause });
}

/** Of how many packages one request may state this. All statements have the same length. */
export function mostStated(terms: StatementTerms): number {
  const { length } = serializeStatement("0".repeat(64) as PackageHash, terms);
  return Math.floor(MAX_STATEMENTS_BYTES / length);
}

function sorted(claims: Claims): Claims {
  return Object.fromEntries(
    Object.entries(claims).toSorted(([one], [other]) => one < other ? -1 : 1),
  );
}

/** Reads a statement about one package; `name` is that of its package or file. Throws `malformed_signature`. */
export function parseStatement(payload: Bytes, name: string): Statement {
  const refused = (state: string, cause?: unknown) =>
    new CloacinaError("malformed_signature", `Cannot read the statement of ${name}: ${state}`, {
      cause,
    });
  const document = parseStrictJsonBytes(payload, refused);
  const { _type, subject, predicateType, predicate } = membersOf(document);
  if (!TYPES.includes(_type)) throw refused("it is no in-toto statement of version 0.1 or 1");
  const [only, ...others] = Array.isArray(subject) ? subject : [];
  const { digest, annotations } = membersOf(only);
  const { sha256 } = membersOf(digest);
  if (others.length > 0) throw refused("it has more than one subject");
  if (typeof sha256 !== "string" || !LOWER_HEX_32_BYTES.test(sha256)) {
    throw refused("its subject has no SHA-256 digest of 64 lower-case hex characters");
  }
  if (typeof predicateType !== "string" || predicateType === "") {
    throw refused("it has no predicateType");
  }
  const isOurs = predicateType === CLAIMS_TYPE;
  if (isOurs && annotations !== undefined) {
    throw refused("its subject has annotations, which may restrict its claims");
  }
  const fault = faultOfStated(isOurs ? predicate : annotations, isOurs);
  if (fault !== undefined) throw refused(fault);
  const { claims = {}, expires } = membersOf(isOurs ? predicate : annotations) as Stated;
  return {
    packageHash: sha256 as PackageHash,
    predicateType,
    claims,
    expires: expires === undefined ? null : new Date(expires),
  };
}

/** A member that a later version adds may restrict what is claimed, so that none is ignored. */
function faultOfStated(value: unknown, isOurs: boolean): string | undefined {
  if (value === undefined && !isOurs) return undefined;
  if (!isObject(value)) return "its claims are no JSON object";
  const { claims = {}, expires, ...others } = value;
  if (Object.keys(others).length > 0) return "it has something beside claims and expires";
  if (!isObject(claims) || Object.values(claims).some((claim) => typeof claim !== "string")) {
    return "its claims are not texts by name";
  }
  if (expires !== undefined && !isWholeSecond(expires)) {
    return "expires is no time in UTC such as 2027-01-31T12:00:00Z";
  }
  return faultOfClaims(claims as Claims);
}

function isWholeSecond(value: unknown): boolean {
  if (typeof value !== "string" || !isRfc3339(value)) return false;
  const time = new Date(value);
  return !Number.isNaN(time.getTime()) && toRfc3339(time) === value;
}

/** What is wrong with a predicate from elsewhere; undefined if nothing is. Readers refuse one that is empty. */
export function faultOfPredicate({ type, json }: ForeignPredicate): string | undefined {
  if (type === CLAIMS_TYPE) return "the type is that of claims, which are given one by one";
  if (!TYPE.test(type) || !URL.canParse(type)) return "its type is not a URI";
  try {
    const value = parseStrictJson(json);
    const isFull = isObject(value) && Object.keys(value).length > 0;
    return isFull ? undefined : "it is not a JSON object with at least one member";
  } catch (error) {
    return (error as SyntaxError).message;
  }
}

function membersOf(value: unknown): Members {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The message that is signed: DSSE's pre-authentication encoding. It begins with `DSSEv1` and has more than 32 bytes, so
 * that its signature is never a package's, nor the other way round.
 */
export function statementMessage(payload: Bytes): Bytes {
  const start = `DSSEv1 ${PAYLOAD_TYPE.length} ${PAYLOAD_TYPE} ${payload.length} `;
  const message = new Uint8Array(start.length + payload.length);
  message.set(new TextEncoder().encode(start));
  message.set(payload, start.length);
  return message;
}
