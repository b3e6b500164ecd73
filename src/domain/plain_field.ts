/** The name of a field in user input if it looks like a field name; null otherwise, as it may be a secret. */
export function plainField(name: string): string | null {
  return /^[a-z_]{1,32}$/.test(name) ? name : null;
}
