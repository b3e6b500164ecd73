import { type AuditEvent, FAILURE_EVENTS } from "../domain/audit_event.ts";
import { dropOldest } from "../domain/drop_oldest.ts";
import { type LineBudget, lineBudget, reasonAfter } from "../domain/line_budget.ts";
import type { AuditTrail } from "./parts.ts";

/** The maximum number of failures per minute and actor in the audit log. */
export const MAX_FAILURE_LINES = 60;

/** How many actors are tracked; the oldest is forgotten first. */
const MAX_ACTORS = 10_000;

/**
 * Limits how many failures of an actor are written per minute, so that one organisation cannot fill the shared log. The
 * next line says how many were dropped. Changes and their retractions are always written. `now` is in milliseconds.
 */
export function boundedFailures(
  auditAs: (actor: string) => AuditTrail,
  now: () => number,
): (actor: string) => AuditTrail {
  const budgets = new Map<string, LineBudget>();
  const budgetOf = (actor: string): LineBudget => {
    const budget = budgets.get(actor) ?? lineBudget(MAX_FAILURE_LINES, now);
    budgets.set(actor, budget);
    dropOldest(budgets, MAX_ACTORS);
    return budget;
  };
  return (actor) => {
    const write = auditAs(actor);
    return (events) => write(events.flatMap((event) => withinBudget(event, budgetOf(actor))));
  };
}

function withinBudget(event: AuditEvent, budget: LineBudget): readonly AuditEvent[] {
  if (!FAILURE_EVENTS.has(event.type) || event.retracts) return [event];
  const leftOut = budget();
  if (leftOut === null) return [];
  return [{ ...event, reason: reasonAfter(leftOut, event.reason ?? "failed", "failures") }];
}
