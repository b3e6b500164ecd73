import { LOWER_HEX_32_BYTES } from "../../domain/patterns.ts";
import * as z from "zod/mini";
import type { AuditEvent } from "../../domain/audit_event.ts";
import { isRfc3339 } from "../rfc3339.ts";
import { parseStrictJson } from "../json/strict_json.ts";

/** What the first line of a log names as the line before it. */
export const NO_PREVIOUS_LINE = "0".repeat(64);

/** How every line begins. */
const LINE_START = '{"timestamp":"';

/** How many bytes of a file are enough to see whether it is an audit log. */
export const AUDIT_LOG_START_BYTES = 4096;

/** The most that a line may hold; ours have under 1 KiB unless somebody's names are long. */
export const MAX_AUDIT_LINE_BYTES = 64 * 1024;

/** Where texts that come from elsewhere are cut: five of them, each of their characters in 6 bytes at most, and a token's keys fit into a line. */
const MAX_TEXT_LENGTH = 1024;

/** What a line says besides the event: when, who, and which line it follows. */
export interface AuditLineFrame {
  readonly timestamp: Date;
  readonly actor: string;
  /**
   * Lower-case hex SHA-256 of the whole line before, without its newline; NO_PREVIOUS_LINE for the first. Null where
   * lines make no chain: they are in nobody's file.
   */
  readonly previous: string | null;
}

/** What every line has. What else it says may grow from version to version. */
const Line = z.looseObject({
  timestamp: z.string().check(z.refine(isRfc3339)),
  event_type: z.string(),
  actor: z.string(),
  previous: z.optional(z.string().check(z.regex(LOWER_HEX_32_BYTES))),
});

/** A line as it was read: what every one has, and whatever else it says. On standard error it has no `previous`. */
export type AuditLine = z.infer<typeof Line>;

/**
 * Writes an event as one line, without its newline: a JSON object with `timestamp` (RFC 3339, UTC, milliseconds),
 * `event_type`, `actor`, `org_id`, `child_org_id`, `key_id`, `key_fingerprint`, `key_name`, `package_hash`,
 * `package_hashes` (an array), `package_count`, `token_id`,
 * `token_name`, `role`, `key_ids` (an array), `expires_at` (as `timestamp`), `address`, `reason`, `retracts` (true) and
 * `previous`, in this order. What does not apply is left out, what a terminal could be fooled by is escaped, and texts of over 1,024
 * characters are cut.
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
    package_hash: event.packageHash,
    package_hashes: event.packages?.first,
    package_count: event.packages?.count,
    token_id: event.tokenId,
    token_name: clip(event.tokenName),
    role: event.role,
    key_ids: event.keyIds,
    expires_at: event.expiresAt?.toISOString(),
    address: clip(event.address),
    reason: clip(event.reason),
    retracts: event.retracts,
    previous: frame.previous ?? undefined,
  };
  return JSON.stringify(fields).replace(UNSAFE, byCodeUnits);
}

/**
 * Whether a file that begins so may be an audit log: its first line does as all lines do, or is half-written, and then
 * the next one does. Anything else is somebody's file that was named by mistake.
 */
export function beginsLikeAuditLog(start: Uint8Array): boolean {
  const [first = "", ...others] = new TextDecoder().decode(start).split("\n");
  const lines = [first, ...others.filter((line) => line !== "")];
  const firstOther = lines.find((line) => line === "" || !LINE_START.startsWith(line));
  return firstOther === undefined || firstOther.startsWith(LINE_START);
}

/** The `previous` of a line, or null for bytes that are no line of a chain. Unknown fields are passed over. */
export function previousOfAuditLine(line: Uint8Array): string | null {
  return parseAuditLine(line)?.previous ?? null;
}

/** Reads a line, without its newline; null for bytes that are none. */
export function parseAuditLine(line: Uint8Array): AuditLine | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(line);
    if (!text.startsWith(LINE_START)) return null;
    const value = parseStrictJson(text);
    // As it stands there, and not as zod would order it.
    return Line.safeParse(value).success ? value as AuditLine : null;
  } catch {
    return null;
  }
}

function clip(text: string | undefined): string | undefined {
  return text !== undefined && text.length > MAX_TEXT_LENGTH
    ? `${text.slice(0, MAX_TEXT_LENGTH)}…`
    : text;
}

// JSON.stringify escapes the C0 controls and lone surrogates, and leaves these as they are.
const UNSAFE = /[\x7f-\x9f\p{Cf}\u2028\u2029]/gu;

function byCodeUnits(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`,
  ).join("");
}
