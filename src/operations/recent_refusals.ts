import type { ApiTokenInfo } from "../domain/api_token.ts";
import { type AuditEvent, FAILURE_EVENTS } from "../domain/audit_event.ts";
import type { OrgId } from "../domain/ids.ts";
import { MAX_REFUSALS, type RecentRefusal } from "../domain/recent_refusal.ts";
import type { Clock } from "./parts.ts";

/** Of how many organisations refusals are remembered; the one that had one longest ago is forgotten first. */
const MAX_ORGS = 256;

/** For how long they are remembered, in milliseconds. */
const REMEMBERED_MS = 24 * 60 * 60 * 1000;

/** The longest text that is remembered, in characters. */
const MAX_TEXT = 512;

/** A refusal, and the organisation of its token; null for a token for all of them, or none. */
interface Remembered extends RecentRefusal {
  readonly tokenOrgId: OrgId | null;
}

/**
 * The last refusals of each organisation, in memory: the audit log has all of them, but is shared by all organisations
 * and may have no end. What one organisation is refused never displaces what another one was.
 */
export interface RecentRefusals {
  /** Adds those of the events that are refusals. `token` is null where it is not known. */
  readonly add: (token: ApiTokenInfo | null, events: readonly AuditEvent[]) => void;
  /** Newest first; with `orgId` null, those of all organisations. */
  readonly list: (orgId: OrgId | null) => readonly Remembered[];
}

/** Nothing was refused yet. */
export function newRecentRefusals(now: Clock): RecentRefusals {
  const byOrg = new Map<OrgId | null, readonly Remembered[]>();
  const addOne = (refusal: Remembered) => {
    const { orgId } = refusal;
    const others = byOrg.get(orgId) ?? [];
    byOrg.delete(orgId);
    byOrg.set(orgId, [refusal, ...others.slice(0, MAX_REFUSALS - 1)]);
    if (byOrg.size > MAX_ORGS) byOrg.delete(byOrg.keys().next().value!);
  };
  return {
    add: (token, events) => {
      const at = now();
      events.filter(isRefusal).forEach((event) => addOne(toRefusal(event, token, at)));
    },
    list: (orgId) => {
      const oldest = now().getTime() - REMEMBERED_MS;
      const all = orgId === null ? [...byOrg.values()].flat() : byOrg.get(orgId) ?? [];
      return all.filter(({ at }) => at.getTime() >= oldest)
        .toSorted((one, other) => other.at.getTime() - one.at.getTime())
        .slice(0, MAX_REFUSALS);
    },
  };
}

function isRefusal({ type }: AuditEvent): boolean {
  return type === "api_token.refused" || FAILURE_EVENTS.has(type);
}

/** Whatever a token for one organisation named, its refusals are that organisation's. */
function toRefusal(event: AuditEvent, token: ApiTokenInfo | null, at: Date): Remembered {
  const tokenOrgId = token?.orgId ?? null;
  return {
    tokenOrgId,
    at,
    type: event.type,
    orgId: tokenOrgId ?? event.orgId ?? null,
    tokenId: token?.id ?? null,
    name: clip(event.name),
    fingerprint: event.fingerprint ?? null,
    packageHash: event.packageHash ?? event.packages?.first[0] ?? null,
    address: clip(event.address),
    reason: clip(event.reason),
  };
}

function clip(text: string | undefined): string | null {
  if (text === undefined) return null;
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}
