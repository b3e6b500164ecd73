import type { AuditEvent } from "../domain/audit_event.ts";
import { type LineBudget, lineBudget, reasonAfter } from "../domain/line_budget.ts";
import type { AuditTrail } from "./parts.ts";

/** Failures of which the audit log is told in a minute, for each actor. */
export const MAX_FAILURE_LINES = 60;

/** How many actors are remembered; the one that came first is forgotten first. */
const MAX_ACTORS = 10_000;

/**
 * The same audit trails, but of what an actor failed to do only so many lines a minute: one organisation must not fill the
 * log of all. The next line then says how many were left out. What was done is always written, and where that is taken back. `now` is in milliseconds.
 */
export function boundedFailures(
  auditAs: (actor: string) => AuditTrail,
  now: () => number,
): (actor: string) => AuditTrail {
  const budgets = new Map<string, LineBudget>();
  const budgetOf = (actor: string): LineBudget => {
    const budget = budgets.get(actor) ?? lineBudget(MAX_FAILURE_LINES, now);
    budgets.set(actor, budget);
    if (budgets.size > MAX_ACTORS) budgets.delete(budgets.keys().next().value!);
    return budget;
  };
  return (actor) => {
    const write = auditAs(actor);
    return (events) => write(events.flatMap((event) => withinBudget(event, budgetOf(actor))));
  };
}

function withinBudget(event: AuditEvent, budget: LineBudget): readonly AuditEvent[] {
  if (!isFailure(event) || event.retracts) return [event];
  const leftOut = budget();
  if (leftOut === null) return [];
  return [{ ...event, reason: reasonAfter(leftOut, event.reason ?? "failed", "failures") }];
}

function isFailure({ type }: AuditEvent): boolean {
  return /fail(ure|ed)$/.test(type);
}
