/** The name of a field that somebody gave, where it reads like the name of one; null for what may be anything, and a secret. */
export function plainField(name: string): string | null {
  return /^[a-z_]{1,32}$/.test(name) ? name : null;
}
