import type { ApiTokenInfo } from "../domain/api_token.ts";
import { type AuditEvent, FAILURE_EVENTS } from "../domain/audit_event.ts";
import { dropOldest } from "../domain/drop_oldest.ts";
import type { OrgId } from "../domain/ids.ts";
import { MAX_REFUSALS, type RecentRefusal } from "../domain/recent_refusal.ts";
import type { Clock } from "./parts.ts";

/**
 * Of the tokens of how many organisations refusals are remembered; the organisation that had one longest ago is
 * forgotten first. Only an organisation that was given a token counts.
 */
const MAX_ORGS = 256;

/** For how long they are remembered, in milliseconds. */
const REMEMBERED_MS = 24 * 60 * 60 * 1000;

/** The longest text that is remembered, in characters. */
const MAX_TEXT = 512;

/**
 * The last refusals, in memory: the audit log has all of them, but is shared by all organisations and may have no end.
 * They are kept apart by whose token was refused: each organisation's, those for all organisations, and none. So a
 * refusal displaces only others of the same kind, whatever it names.
 */
interface RecentRefusals {
  /** Adds those of the events that are refusals. `token` is null where it is not known. */
  readonly add: (token: ApiTokenInfo | null, events: readonly AuditEvent[]) => void;
  /** What the tokens of an organisation were refused, newest first. */
  readonly ofTokensOf: (orgId: OrgId) => readonly RecentRefusal[];
  /** What any token, or none, was refused about an organisation, newest first; with null, about whatever it was. */
  readonly about: (orgId: OrgId | null) => readonly RecentRefusal[];
}

/** Nothing was refused yet. */
export function newRecentRefusals(now: Clock): RecentRefusals {
  const byOrg = new Map<OrgId, readonly RecentRefusal[]>();
  let ofAllOrgs: readonly RecentRefusal[] = [];
  let ofNobody: readonly RecentRefusal[] = [];
  const addOne = (token: ApiTokenInfo | null, refusal: RecentRefusal) => {
    if (token === null) ofNobody = withLast(ofNobody, refusal);
    else if (token.orgId === null) ofAllOrgs = withLast(ofAllOrgs, refusal);
    else addToOrg(token.orgId, refusal);
  };
  const addToOrg = (orgId: OrgId, refusal: RecentRefusal) => {
    const others = byOrg.get(orgId) ?? [];
    byOrg.delete(orgId);
    byOrg.set(orgId, withLast(others, refusal));
    dropOldest(byOrg, MAX_ORGS);
  };
  const isRecent = ({ at }: RecentRefusal) => at.getTime() >= now().getTime() - REMEMBERED_MS;
  return {
    add: (token, events) => {
      const at = now();
      events.filter(isRefusal).forEach((event) => addOne(token, toRefusal(event, token, at)));
    },
    ofTokensOf: (orgId) => (byOrg.get(orgId) ?? []).filter(isRecent),
    about: (orgId) =>
      [...byOrg.values(), ofAllOrgs, ofNobody].flat()
        .filter((refusal) => orgId === null || refusal.orgId === orgId)
        .filter(isRecent)
        .toSorted((one, other) => other.at.getTime() - one.at.getTime())
        .slice(0, MAX_REFUSALS),
  };
}

function withLast(others: readonly RecentRefusal[], last: RecentRefusal): readonly RecentRefusal[] {
  return [last, ...others.slice(0, MAX_REFUSALS - 1)];
}

function isRefusal({ type }: AuditEvent): boolean {
  return type === "api_token.refused" || FAILURE_EVENTS.has(type);
}

/** Whatever a token for one organisation named, its refusals are that organisation's. */
function toRefusal(event: AuditEvent, token: ApiTokenInfo | null, at: Date): RecentRefusal {
  return {
    at,
    type: event.type,
    orgId: token?.orgId ?? event.orgId ?? null,
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
