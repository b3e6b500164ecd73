/** Runs a task on every item, at most `concurrency` at a time, and yields the results in the order of the items. */
export async function* mapInOrder<Item, Result>(
  items: readonly Item[],
  concurrency: number,
  task: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const running: Promise<Result>[] = [];
  for (const item of items) {
    const result = task(item);
    // Its turn may come after it has failed; until then the failure is nobody's fault.
    result.catch(() => {});
    running.push(result);
    if (running.length === concurrency) yield await running.shift()!;
  }
  for (const result of running) yield await result;
}
