/**
 * What the work gives, if it comes within so many milliseconds; else throws the error that `onLate` makes. Work that is
 * late goes on unseen: who calls this stops it.
 */
export async function withinLimit<Result>(
  milliseconds: number,
  work: () => Promise<Result>,
  onLate: () => Error,
): Promise<Result> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(onLate()), milliseconds);
  try {
    return await Promise.race([late.promise, work()]);
  } finally {
    clearTimeout(timer);
  }
}
