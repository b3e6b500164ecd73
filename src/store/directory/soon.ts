/** The result of work that is done at once, as a promise: what is thrown becomes a rejection, as with any other store. */
export function soon<Result>(work: () => Result): Promise<Result> {
  return new Promise((resolve) => resolve(work()));
}
