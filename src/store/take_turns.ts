/** How callers share transactions. */
interface Turns<Waiting> {
  /** Serves callers of one group in one transaction. It never throws. */
  readonly serve: (some: readonly Waiting[]) => Promise<void>;
  /** How many of those that wait are served in one transaction, at least one. */
  readonly countOf: (waiting: readonly Waiting[]) => number;
  /** The most such transactions at the same time. */
  readonly beside: number;
}

/**
 * Serves callers by groups: of each, one transaction runs at a time, and the next serves all that came meanwhile. The
 * group that has waited longest is next.
 */
export function takeTurns<Waiting>(
  { serve, countOf, beside }: Turns<Waiting>,
): (group: string, caller: Waiting) => void {
  /** The next group is the first one. */
  const groups = new Map<string, Waiting[]>();
  const running = new Set<string>();
  const runNext = () => {
    for (const group of groups.keys()) {
      if (running.size === beside) return;
      if (!running.has(group)) run(group);
    }
  };
  const run = async (group: string) => {
    running.add(group);
    const callers = groups.get(group)!;
    await serve(callers.splice(0, countOf(callers)));
    groups.delete(group);
    if (callers.length > 0) groups.set(group, callers);
    running.delete(group);
    runNext();
  };
  return (group, caller) => {
    const callers = groups.get(group) ?? [];
    callers.push(caller);
    groups.set(group, callers);
    runNext();
  };
}
