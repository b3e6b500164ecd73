/** What stands for a value of a damaged row that could not be read. */
const UNREADABLE = "?";

/** A value as text: undefined is one that could not be read, null one that is not there. */
export function shownField<Value>(
  value: Value | null | undefined,
  toText: (value: Value) => string,
  ifNone = "",
): string {
  if (value === undefined) return UNREADABLE;
  return value === null ? ifNone : toText(value);
}
