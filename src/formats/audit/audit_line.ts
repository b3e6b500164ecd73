import { LOWER_HEX_32_BYTES } from "../../domain/patterns.ts";
import * as z from "zod/mini";
import type { AuditEvent } from "../../domain/audit_event.ts";
import type { StatedTerms } from "../../domain/statement.ts";
import { escapeJson } from "../escape.ts";
import { isRfc3339 } from "../rfc3339.ts";
import { parseUniqueJson } from "../json/strict_json.ts";
import { utf8Text } from "../utf8.ts";

/** `previous` of the first line of a log. */
export const NO_PREVIOUS_LINE = "0".repeat(64);

/** How every line begins. */
const LINE_START = '{"timestamp":"';

/** How many bytes of a file are read to recognise an audit log. */
export const AUDIT_LOG_START_BYTES = 4096;

/** The maximum size of a line; cloacina writes under 1 KiB unless names are long. */
export const MAX_AUDIT_LINE_BYTES = 64 * 1024;

/**
 * Where untrusted texts are truncated, so that five of them, at up to 6 bytes per character, a token's keys, and what a
 * statement may claim at most fit into a line.
 */
const MAX_TEXT_LENGTH = 1024;

/** Where the type of a predicate is: other programs state any, of up to 32 KiB. */
const MAX_TYPE_LENGTH = 256;

/** The fields of a line besides the event: time, actor, and hash of the previous line. */
interface AuditLineFrame {
  readonly timestamp: Date;
  readonly actor: string;
  /**
   * Lower-case hex SHA-256 of the previous line, without its newline; NO_PREVIOUS_LINE for the first. Null for lines
   * that are not chained because they are not written to a file.
   */
  readonly previous: string | null;
}

/** The fields of every line. Later versions may add others. */
const Line = z.looseObject({
  timestamp: z.string().check(z.refine(isRfc3339)),
  event_type: z.string(),
  actor: z.string(),
  previous: z.optional(z.string().check(z.regex(LOWER_HEX_32_BYTES))),
});

/** A parsed line: the fields of every line, and any others. Lines on standard error have no `previous`. */
export type AuditLine = z.infer<typeof Line>;

/**
 * Serializes an event as one line, without its newline: a JSON object with `timestamp` (RFC 3339, UTC, milliseconds)
 * first, `previous` last, and the fields of docs/audit.md in between. Fields that do not apply are omitted, characters
 * that could deceive a terminal are escaped, and texts over 1,024 characters are truncated.
 */
export function serializeAuditLine(event: AuditEvent, frame: AuditLineFrame): string {
  const fields = {
    timestamp: frame.timestamp.toISOString(),
    event_type: event.type,
    actor: clip(frame.actor),
    org_id: event.orgId,
    child_org_id: event.childOrgId,
    key_id: event.keyId,
    key_fingerprint: event.fingerprint,
    key_name: clip(event.name),
    signer: event.signer,
    package_hash: event.packageHash,
    package_hashes: event.packages?.first,
    package_count: event.packages?.count,
    package_name: event.packageName,
    package_version: event.packageVersion,
    token_id: event.tokenId,
    token_name: clip(event.tokenName),
    role: event.role,
    key_ids: event.keyIds,
    expires_at: event.expiresAt?.toISOString(),
    stated: event.stated && statedFields(event.stated),
    address: clip(event.address),
    reason: clip(event.reason),
    retracts: event.retracts,
    previous: frame.previous ?? undefined,
  };
  return escapeJson(JSON.stringify(fields));
}

/** As `--json` has it, but for the milliseconds of the time, and a type that is longer than ours may be. */
function statedFields({ claims, expires, predicateType }: StatedTerms) {
  return {
    claims,
    expires_at: expires && expires.toISOString(),
    predicate_type: clip(predicateType, MAX_TYPE_LENGTH),
  };
}

/**
 * Whether a file with these first bytes may be an audit log: its first line is one, or is incomplete and the next one
 * is. Any other file was named by mistake.
 */
export function beginsLikeAuditLog(start: Uint8Array): boolean {
  const [first = "", ...others] = new TextDecoder().decode(start).split("\n");
  const lines = [first, ...others.filter((line) => line !== "")];
  const firstOther = lines.find((line) => line === "" || !LINE_START.startsWith(line));
  return firstOther === undefined || firstOther.startsWith(LINE_START);
}

/** The `previous` of a line, or null if it is not a chained line. Unknown fields are ignored. */
export function previousOfAuditLine(line: Uint8Array): string | null {
  return parseAuditLine(line)?.previous ?? null;
}

/** Parses a line, without its newline; null if it is malformed. */
export function parseAuditLine(line: Uint8Array): AuditLine | null {
  const text = utf8Text(line);
  if (!text?.startsWith(LINE_START)) return null;
  try {
    const value = parseUniqueJson(text);
    // In the original field order, which zod does not keep.
    return Line.safeParse(value).success ? value as AuditLine : null;
  } catch {
    return null;
  }
}

function clip(text: string | undefined, most = MAX_TEXT_LENGTH): string | undefined {
  return text !== undefined && text.length > most ? `${text.slice(0, most)}…` : text;
}
